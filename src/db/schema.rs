// @generated automatically by Diesel CLI.

diesel::table! {
    use crate::db::types::columns::*;

    attachments (id) {
        id -> Uuid,
        case_id -> Nullable<Uuid>,
        kind -> Text,
        name -> Bytea,
        media_type -> Text,
        size -> Int8,
        sha256 -> Bytea,
        file_key -> Bytea,
        from_requester -> Bool,
        attached_by -> Text,
        recorded_at -> Timestamptz,
        removed_at -> Nullable<Timestamptz>,
        erased_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    audit_entries (seq) {
        seq -> Int4,
        kind -> Text,
        happened_on -> Date,
        recorded_at -> Timestamptz,
        actor -> Text,
        origin -> Text,
        payload -> Text,
        mark -> Bytea,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    audit_entry_organs (organ_id, seq) {
        organ_id -> Int4,
        seq -> Int4,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    calendar_notices (id) {
        id -> Uuid,
        year -> Int4,
        number -> Nullable<Text>,
        published_on -> Nullable<Date>,
        days -> Text,
        recorded_at -> Timestamptz,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    case_items (case_id, ordinal) {
        case_id -> Uuid,
        ordinal -> Int4,
        content -> Text,
        outcome -> Nullable<Text>,
        closed_on -> Nullable<Date>,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    case_numbers (number, case_id) {
        number -> Text,
        case_id -> Uuid,
        kind -> Text,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    cases (id) {
        id -> Uuid,
        organ_id -> Int4,
        number -> Text,
        registration_number -> Nullable<Text>,
        row_key -> Bytea,
        origin -> Text,
        stage -> Text,
        channel -> Nullable<Text>,
        requester_kind -> Text,
        arrived_on -> Date,
        received_on -> Nullable<Date>,
        closed_on -> Nullable<Date>,
        result_row -> Nullable<Text>,
        outcome -> Nullable<Text>,
        document_number -> Nullable<Text>,
        remark -> Nullable<Text>,
        carried -> Bool,
        version -> Int4,
        event_count -> Int4,
        event_link -> Bytea,
        recorded_at -> Timestamptz,
        changed_at -> Timestamptz,
        cell -> Nullable<Int4>,
        open -> Bool,
        due_on -> Nullable<Date>,
        provisional -> Bool,
        waiting_for -> Nullable<Text>,
        waits_until -> Nullable<Date>,
        department_id -> Nullable<Uuid>,
        handler_id -> Nullable<Uuid>,
        round -> Int4,
        turns -> Int4,
        next_on -> Nullable<Date>,
        in_time -> Nullable<Bool>,
        days_taken -> Nullable<Int4>,
        subject -> Text,
        code_resets -> Int4,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    challenge_cases (challenge_id, case_id) {
        challenge_id -> Uuid,
        case_id -> Uuid,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    challenges (id) {
        id -> Uuid,
        organ_id -> Int4,
        row_key -> Bytea,
        number -> Nullable<Text>,
        kind -> Text,
        accepted_on -> Date,
        concluded_on -> Nullable<Date>,
        result -> Nullable<Text>,
        case_numbers -> Text,
        recorded_at -> Timestamptz,
        superseded_at -> Nullable<Timestamptz>,
        forum -> Nullable<Text>,
        simplified -> Bool,
        copy_received_on -> Nullable<Date>,
        defended_on -> Nullable<Date>,
        endings -> Nullable<Text>,
        reason -> Nullable<Text>,
        recorded_by -> Nullable<Text>,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    counters (organ_id, kind, year) {
        organ_id -> Int4,
        kind -> Text,
        year -> Int4,
        last -> Int4,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    departments (id) {
        id -> Uuid,
        organ_id -> Int4,
        name -> Text,
        recorded_at -> Timestamptz,
        closed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    deputies (id) {
        id -> Uuid,
        person_id -> Uuid,
        deputy_id -> Uuid,
        from_on -> Date,
        to_on -> Date,
        recorded_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    events (case_id, seq) {
        case_id -> Uuid,
        seq -> Int4,
        kind -> Text,
        happened_on -> Date,
        recorded_at -> Timestamptz,
        actor -> Text,
        origin -> Text,
        payload -> Text,
        mark -> Bytea,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    handed_in_tables (id) {
        id -> Uuid,
        organ_id -> Int4,
        year -> Int4,
        scope -> Text,
        format -> Text,
        body -> Text,
        recorded_at -> Timestamptz,
        superseded_at -> Nullable<Timestamptz>,
        recorded_by -> Nullable<Text>,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    idempotency_keys (actor, key) {
        actor -> Text,
        key -> Text,
        request_hash -> Bytea,
        status -> Int4,
        headers -> Text,
        body -> Text,
        recorded_at -> Timestamptz,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    import_parts (import_id, ordinal) {
        import_id -> Uuid,
        ordinal -> Int4,
        sealed -> Bytea,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    imports (id) {
        id -> Uuid,
        organ_id -> Int4,
        file_name -> Text,
        kind -> Nullable<Text>,
        year -> Nullable<Int4>,
        sheet -> Nullable<Text>,
        corrects -> Bool,
        allowed -> Text,
        state -> Text,
        leaves_out_refused -> Bool,
        rows_read -> Int4,
        errors -> Int4,
        report -> Nullable<Text>,
        failure -> Nullable<Text>,
        actor -> Text,
        recorded_at -> Timestamptz,
        carried_on_at -> Timestamptz,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    jobs (id) {
        id -> Uuid,
        kind -> Text,
        organ_id -> Int4,
        case_id -> Nullable<Uuid>,
        event_seq -> Nullable<Int4>,
        person_id -> Nullable<Uuid>,
        day -> Nullable<Date>,
        once_key -> Nullable<Text>,
        state -> Text,
        tries -> Int4,
        due_at -> Timestamptz,
        claimed_by -> Nullable<Uuid>,
        claimed_until -> Nullable<Timestamptz>,
        fault -> Nullable<Text>,
        fault_status -> Nullable<Int4>,
        recorded_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    letter_cases (letter_id, case_id) {
        letter_id -> Uuid,
        case_id -> Uuid,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    letters (id) {
        id -> Uuid,
        organ_id -> Int4,
        kind -> Text,
        document_number -> Text,
        dated_on -> Date,
        recorded_at -> Timestamptz,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    message_templates (organ_id, kind) {
        organ_id -> Int4,
        kind -> Text,
        version -> Int4,
        subject -> Nullable<Text>,
        text -> Nullable<Text>,
        changed_at -> Timestamptz,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    organ_settings (organ_id, name) {
        organ_id -> Int4,
        name -> Text,
        value -> Text,
        changed_at -> Timestamptz,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    organ_versions (id) {
        id -> Uuid,
        organ_id -> Int4,
        name -> Text,
        parent_id -> Nullable<Int4>,
        kind -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        merged_into_id -> Nullable<Int4>,
        rolls_up_to_id -> Nullable<Int4>,
        recorded_at -> Timestamptz,
        superseded_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    organs (id) {
        id -> Int4,
        code -> Text,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    password_history (person_id, set_at) {
        person_id -> Uuid,
        set_at -> Timestamptz,
        password_hash -> Text,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    people (id) {
        id -> Uuid,
        login_name -> Text,
        name -> Text,
        password_hash -> Text,
        must_change_password -> Bool,
        totp_secret -> Nullable<Bytea>,
        totp_step -> Nullable<Int8>,
        locked_until -> Nullable<Timestamptz>,
        version -> Int4,
        recorded_at -> Timestamptz,
        changed_at -> Timestamptz,
        closed_at -> Nullable<Timestamptz>,
        email -> Nullable<Bytea>,
        phone -> Nullable<Bytea>,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    phrases (id) {
        id -> Uuid,
        organ_id -> Int4,
        kind -> Text,
        title -> Text,
        text -> Text,
        recorded_at -> Timestamptz,
        closed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    published_reports (report_id) {
        report_id -> Uuid,
        published_at -> Timestamptz,
        published_by -> Text,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    recounts (id) {
        id -> Uuid,
        notice_id -> Nullable<Uuid>,
        organ_id -> Nullable<Int4>,
        periods -> Nullable<Text>,
        actor -> Text,
        origin -> Text,
        at_organ -> Nullable<Int4>,
        at_day -> Nullable<Date>,
        at_case -> Nullable<Uuid>,
        recorded_at -> Timestamptz,
        carried_on_at -> Timestamptz,
        finished_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    requesters (case_id, ordinal) {
        case_id -> Uuid,
        ordinal -> Int4,
        kind -> Text,
        name -> Text,
        identity_number -> Nullable<Bytea>,
        identity_hash -> Nullable<Bytea>,
        phone -> Nullable<Bytea>,
        email -> Nullable<Bytea>,
        address -> Nullable<Bytea>,
        agent -> Nullable<Bytea>,
        phone_hash -> Nullable<Bytea>,
        email_hash -> Nullable<Bytea>,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    rights (id) {
        id -> Uuid,
        person_id -> Uuid,
        role -> Text,
        organ_id -> Int4,
        department_id -> Nullable<Uuid>,
        recorded_at -> Timestamptz,
        withdrawn_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    sealed_heads (case_id, event_count) {
        case_id -> Uuid,
        event_count -> Int4,
        seal_seq -> Int4,
        number -> Text,
        mark -> Bytea,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    sealed_report_cases (report_id, cell, case_id) {
        report_id -> Uuid,
        cell -> Text,
        case_id -> Uuid,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    sealed_reports (id) {
        id -> Uuid,
        organ_id -> Int4,
        year -> Int4,
        scope -> Text,
        version -> Int4,
        as_of -> Date,
        known_at -> Timestamptz,
        body -> Text,
        hash -> Bytea,
        recorded_at -> Timestamptz,
        recorded_by -> Nullable<Text>,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    seals (seq) {
        seq -> Int4,
        sealed_at -> Timestamptz,
        covers_until -> Timestamptz,
        cases -> Int8,
        heads -> Text,
        mark -> Bytea,
        changed -> Int8,
        audit_count -> Int4,
        audit_mark -> Nullable<Bytea>,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    search_entries (case_id) {
        case_id -> Uuid,
        entry -> Int8,
        tokens -> Text,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    search_queue (case_id, version) {
        case_id -> Uuid,
        version -> Int4,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    service_accounts (id) {
        id -> Uuid,
        name -> Text,
        organ_id -> Int4,
        scopes -> Text,
        key_hash -> Bytea,
        recorded_at -> Timestamptz,
        closed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    sessions (id) {
        id -> Uuid,
        person_id -> Uuid,
        refresh_hash -> Bytea,
        client -> Text,
        origin -> Text,
        started_at -> Timestamptz,
        used_at -> Timestamptz,
        expires_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    settings (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    sign_in_failures (id) {
        id -> Uuid,
        person_id -> Uuid,
        failed_at -> Timestamptz,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    spent_refresh_tokens (refresh_hash) {
        refresh_hash -> Bytea,
        session_id -> Uuid,
        spent_at -> Timestamptz,
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    unknown_names (id) {
        id -> Uuid,
        name_hash -> Bytea,
        failed_at -> Timestamptz,
        locked_until -> Nullable<Timestamptz>,
    }
}

diesel::joinable!(attachments -> cases (case_id));
diesel::joinable!(audit_entry_organs -> audit_entries (seq));
diesel::joinable!(audit_entry_organs -> organs (organ_id));
diesel::joinable!(case_items -> cases (case_id));
diesel::joinable!(case_numbers -> cases (case_id));
diesel::joinable!(cases -> organs (organ_id));
diesel::joinable!(challenge_cases -> cases (case_id));
diesel::joinable!(challenge_cases -> challenges (challenge_id));
diesel::joinable!(challenges -> organs (organ_id));
diesel::joinable!(counters -> organs (organ_id));
diesel::joinable!(departments -> organs (organ_id));
diesel::joinable!(events -> cases (case_id));
diesel::joinable!(handed_in_tables -> organs (organ_id));
diesel::joinable!(import_parts -> imports (import_id));
diesel::joinable!(imports -> organs (organ_id));
diesel::joinable!(jobs -> cases (case_id));
diesel::joinable!(jobs -> organs (organ_id));
diesel::joinable!(jobs -> people (person_id));
diesel::joinable!(letter_cases -> cases (case_id));
diesel::joinable!(letter_cases -> letters (letter_id));
diesel::joinable!(letters -> organs (organ_id));
diesel::joinable!(message_templates -> organs (organ_id));
diesel::joinable!(organ_settings -> organs (organ_id));
diesel::joinable!(password_history -> people (person_id));
diesel::joinable!(phrases -> organs (organ_id));
diesel::joinable!(published_reports -> sealed_reports (report_id));
diesel::joinable!(recounts -> calendar_notices (notice_id));
diesel::joinable!(recounts -> organs (organ_id));
diesel::joinable!(requesters -> cases (case_id));
diesel::joinable!(rights -> departments (department_id));
diesel::joinable!(rights -> organs (organ_id));
diesel::joinable!(rights -> people (person_id));
diesel::joinable!(sealed_heads -> seals (seal_seq));
diesel::joinable!(sealed_report_cases -> cases (case_id));
diesel::joinable!(sealed_report_cases -> sealed_reports (report_id));
diesel::joinable!(sealed_reports -> organs (organ_id));
diesel::joinable!(search_entries -> cases (case_id));
diesel::joinable!(service_accounts -> organs (organ_id));
diesel::joinable!(sessions -> people (person_id));
diesel::joinable!(sign_in_failures -> people (person_id));
diesel::joinable!(spent_refresh_tokens -> sessions (session_id));

diesel::allow_tables_to_appear_in_same_query!(
    attachments,
    audit_entries,
    audit_entry_organs,
    calendar_notices,
    case_items,
    case_numbers,
    cases,
    challenge_cases,
    challenges,
    counters,
    departments,
    deputies,
    events,
    handed_in_tables,
    idempotency_keys,
    import_parts,
    imports,
    jobs,
    letter_cases,
    letters,
    message_templates,
    organ_settings,
    organ_versions,
    organs,
    password_history,
    people,
    phrases,
    published_reports,
    recounts,
    requesters,
    rights,
    sealed_heads,
    sealed_report_cases,
    sealed_reports,
    seals,
    search_entries,
    search_queue,
    service_accounts,
    sessions,
    settings,
    sign_in_failures,
    spent_refresh_tokens,
    unknown_names,
);
