//! The tables as diesel sees them; `tests/office/migrations.rs` compares them with both databases.

diesel::table! {
    use diesel::sql_types::{Text};

    settings (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Text};

    organs (id) {
        id -> Integer,
        code -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{Date, Integer, Nullable, Text};
    use crate::db::types::{DbInstant, DbUuid};

    organ_versions (id) {
        id -> DbUuid,
        organ_id -> Integer,
        name -> Text,
        parent_id -> Nullable<Integer>,
        kind -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        merged_into_id -> Nullable<Integer>,
        rolls_up_to_id -> Nullable<Integer>,
        recorded_at -> DbInstant,
        superseded_at -> Nullable<DbInstant>,
    }
}

diesel::table! {
    use diesel::sql_types::{Binary, Bool, Date, Integer, Nullable, Text};
    use crate::db::types::{DbInstant, DbUuid};

    cases (id) {
        id -> DbUuid,
        organ_id -> Integer,
        number -> Text,
        registration_number -> Nullable<Text>,
        row_key -> Binary,
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
        version -> Integer,
        event_count -> Integer,
        event_link -> Binary,
        recorded_at -> DbInstant,
        changed_at -> DbInstant,
    }
}

diesel::table! {
    use diesel::sql_types::{Date, Integer, Nullable, Text};
    use crate::db::types::{DbUuid};

    case_items (case_id, ordinal) {
        case_id -> DbUuid,
        ordinal -> Integer,
        content -> Text,
        outcome -> Nullable<Text>,
        closed_on -> Nullable<Date>,
    }
}

diesel::table! {
    use diesel::sql_types::{Binary, Integer, Nullable, Text};
    use crate::db::types::{DbUuid};

    requesters (case_id, ordinal) {
        case_id -> DbUuid,
        ordinal -> Integer,
        kind -> Text,
        name -> Text,
        identity_number -> Nullable<Binary>,
        identity_hash -> Nullable<Binary>,
        phone -> Nullable<Binary>,
        email -> Nullable<Binary>,
        address -> Nullable<Binary>,
        agent -> Nullable<Binary>,
    }
}

diesel::table! {
    use diesel::sql_types::{Binary, Date, Integer, Text};
    use crate::db::types::{DbInstant, DbUuid};

    events (case_id, seq) {
        case_id -> DbUuid,
        seq -> Integer,
        kind -> Text,
        happened_on -> Date,
        recorded_at -> DbInstant,
        actor -> Text,
        origin -> Text,
        payload -> Text,
        mark -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::{Binary, Date, Integer, Nullable, Text};
    use crate::db::types::{DbInstant, DbUuid};

    challenges (id) {
        id -> DbUuid,
        organ_id -> Integer,
        row_key -> Binary,
        number -> Nullable<Text>,
        kind -> Text,
        accepted_on -> Date,
        concluded_on -> Nullable<Date>,
        result -> Nullable<Text>,
        case_numbers -> Text,
        recorded_at -> DbInstant,
        superseded_at -> Nullable<DbInstant>,
    }
}

diesel::table! {
    use diesel::sql_types::{};
    use crate::db::types::{DbUuid};

    challenge_cases (challenge_id, case_id) {
        challenge_id -> DbUuid,
        case_id -> DbUuid,
    }
}

diesel::table! {
    use diesel::sql_types::{Date, Integer, Nullable, Text};
    use crate::db::types::{DbInstant, DbUuid};

    calendar_notices (id) {
        id -> DbUuid,
        year -> Integer,
        number -> Nullable<Text>,
        published_on -> Nullable<Date>,
        days -> Text,
        recorded_at -> DbInstant,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use crate::db::types::{DbInstant, DbUuid};

    handed_in_tables (id) {
        id -> DbUuid,
        organ_id -> Integer,
        year -> Integer,
        scope -> Text,
        format -> Text,
        body -> Text,
        recorded_at -> DbInstant,
        superseded_at -> Nullable<DbInstant>,
    }
}

diesel::table! {
    use diesel::sql_types::{Binary, Date, Integer, Text};
    use crate::db::types::{DbInstant, DbUuid};

    sealed_reports (id) {
        id -> DbUuid,
        organ_id -> Integer,
        year -> Integer,
        scope -> Text,
        version -> Integer,
        as_of -> Date,
        known_at -> DbInstant,
        body -> Text,
        hash -> Binary,
        recorded_at -> DbInstant,
    }
}

diesel::table! {
    use diesel::sql_types::{Text};
    use crate::db::types::{DbUuid};

    sealed_report_cases (report_id, cell, case_id) {
        report_id -> DbUuid,
        cell -> Text,
        case_id -> DbUuid,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Text};

    counters (organ_id, kind, year) {
        organ_id -> Integer,
        kind -> Text,
        year -> Integer,
        last -> Integer,
    }
}

diesel::allow_tables_to_appear_in_same_query!(settings, organs, organ_versions, cases, case_items, requesters, events, challenges, challenge_cases, calendar_notices, handed_in_tables, sealed_reports, sealed_report_cases, counters);
