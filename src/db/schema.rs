// @generated automatically by Diesel CLI.

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
        received_on -> Date,
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
    }
}

diesel::table! {
    use crate::db::types::columns::*;

    settings (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::joinable!(case_items -> cases (case_id));
diesel::joinable!(cases -> organs (organ_id));
diesel::joinable!(challenge_cases -> cases (case_id));
diesel::joinable!(challenge_cases -> challenges (challenge_id));
diesel::joinable!(challenges -> organs (organ_id));
diesel::joinable!(counters -> organs (organ_id));
diesel::joinable!(events -> cases (case_id));
diesel::joinable!(handed_in_tables -> organs (organ_id));
diesel::joinable!(requesters -> cases (case_id));
diesel::joinable!(sealed_report_cases -> cases (case_id));
diesel::joinable!(sealed_report_cases -> sealed_reports (report_id));
diesel::joinable!(sealed_reports -> organs (organ_id));

diesel::allow_tables_to_appear_in_same_query!(
    calendar_notices,
    case_items,
    cases,
    challenge_cases,
    challenges,
    counters,
    events,
    handed_in_tables,
    organ_versions,
    organs,
    requesters,
    sealed_report_cases,
    sealed_reports,
    settings,
);
