-- differs: ids are uuid and instants timestamptz here, BLOB and fixed UTC text on SQLite
CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE organs (
    id INTEGER NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE
);

-- A rename or a move is another version; a mistaken version is superseded, never deleted.
CREATE TABLE organ_versions (
    id UUID NOT NULL PRIMARY KEY,
    organ_id INTEGER NOT NULL REFERENCES organs (id),
    name TEXT NOT NULL,
    parent_id INTEGER REFERENCES organs (id),
    kind TEXT NOT NULL CHECK (kind IN ('government', 'office', 'department', 'town', 'subdistrict', 'zone', 'agency', 'authorised', 'party', 'vertical')),
    valid_from DATE NOT NULL,
    valid_to DATE CHECK (valid_to >= valid_from),
    merged_into_id INTEGER REFERENCES organs (id),
    rolls_up_to_id INTEGER REFERENCES organs (id),
    recorded_at TIMESTAMPTZ NOT NULL,
    superseded_at TIMESTAMPTZ
);
CREATE INDEX organ_versions_by_organ ON organ_versions (organ_id, valid_from);

CREATE TABLE cases (
    id UUID NOT NULL PRIMARY KEY,
    organ_id INTEGER NOT NULL REFERENCES organs (id),
    number TEXT NOT NULL,
    registration_number TEXT,
    row_key BYTEA NOT NULL UNIQUE,
    origin TEXT NOT NULL CHECK (origin IN ('imported', 'handled')),
    stage TEXT NOT NULL,
    channel TEXT,
    requester_kind TEXT NOT NULL CHECK (requester_kind IN ('natural_person', 'commercial_enterprise', 'research_institution', 'public_welfare_organization', 'legal_service_institution', 'other_organization')),
    arrived_on DATE NOT NULL,
    received_on DATE NOT NULL,
    closed_on DATE CHECK (closed_on >= received_on),
    result_row TEXT,
    outcome TEXT,
    document_number TEXT,
    remark TEXT,
    -- Open, or closed in a later year than it was received in: the few cases that a table carries over a year end.
    carried BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    event_count INTEGER NOT NULL,
    event_link BYTEA NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    UNIQUE (organ_id, number),
    CHECK ((closed_on IS NULL) = (result_row IS NULL))
);
CREATE INDEX cases_closed ON cases (organ_id, closed_on, requester_kind, result_row);
CREATE INDEX cases_received ON cases (organ_id, requester_kind, received_on);
CREATE INDEX cases_carried ON cases (organ_id, received_on, closed_on, requester_kind) WHERE carried;
CREATE INDEX cases_by_number ON cases (number);
CREATE INDEX cases_changed ON cases (changed_at);

CREATE TABLE case_items (
    case_id UUID NOT NULL REFERENCES cases (id),
    ordinal INTEGER NOT NULL,
    content TEXT NOT NULL,
    outcome TEXT,
    closed_on DATE,
    PRIMARY KEY (case_id, ordinal)
);

-- One row per requester of a case; the same person is found again by the keyed hash.
CREATE TABLE requesters (
    case_id UUID NOT NULL REFERENCES cases (id),
    ordinal INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    identity_number BYTEA,
    identity_hash BYTEA,
    phone BYTEA,
    email BYTEA,
    address BYTEA,
    agent BYTEA,
    PRIMARY KEY (case_id, ordinal)
);
CREATE INDEX requesters_by_identity ON requesters (identity_hash) WHERE identity_hash IS NOT NULL;

-- Append-only; chained per case by a keyed hash.
CREATE TABLE events (
    case_id UUID NOT NULL REFERENCES cases (id),
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    happened_on DATE NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    actor TEXT NOT NULL,
    origin TEXT NOT NULL,
    payload TEXT NOT NULL,
    mark BYTEA NOT NULL,
    PRIMARY KEY (case_id, seq)
);

-- A changed record is another version; the old one is superseded.
CREATE TABLE challenges (
    id UUID NOT NULL PRIMARY KEY,
    organ_id INTEGER NOT NULL REFERENCES organs (id),
    row_key BYTEA NOT NULL,
    number TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('review', 'litigation_direct', 'litigation_after_review')),
    accepted_on DATE NOT NULL,
    concluded_on DATE CHECK (concluded_on >= accepted_on),
    result TEXT CHECK (result IN ('upheld', 'corrected', 'other_result')),
    case_numbers TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    superseded_at TIMESTAMPTZ,
    CHECK ((concluded_on IS NULL) = (result IS NULL))
);
CREATE INDEX challenges_by_organ ON challenges (organ_id, accepted_on);
CREATE UNIQUE INDEX challenges_current ON challenges (row_key) WHERE superseded_at IS NULL;

CREATE TABLE challenge_cases (
    challenge_id UUID NOT NULL REFERENCES challenges (id),
    case_id UUID NOT NULL REFERENCES cases (id),
    PRIMARY KEY (challenge_id, case_id)
);

CREATE TABLE calendar_notices (
    id UUID NOT NULL PRIMARY KEY,
    year INTEGER NOT NULL,
    number TEXT,
    published_on DATE,
    days TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX calendar_notices_by_year ON calendar_notices (year, recorded_at);

CREATE TABLE handed_in_tables (
    id UUID NOT NULL PRIMARY KEY,
    organ_id INTEGER NOT NULL REFERENCES organs (id),
    year INTEGER NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('organ', 'government')),
    format TEXT NOT NULL CHECK (format IN ('2019', '2021')),
    body TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    superseded_at TIMESTAMPTZ
);
CREATE INDEX handed_in_tables_by_organ ON handed_in_tables (organ_id, year);

CREATE TABLE sealed_reports (
    id UUID NOT NULL PRIMARY KEY,
    organ_id INTEGER NOT NULL REFERENCES organs (id),
    year INTEGER NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('organ', 'government')),
    version INTEGER NOT NULL,
    as_of DATE NOT NULL,
    known_at TIMESTAMPTZ NOT NULL,
    body TEXT NOT NULL,
    hash BYTEA NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    UNIQUE (organ_id, year, scope, version)
);

CREATE TABLE sealed_report_cases (
    report_id UUID NOT NULL REFERENCES sealed_reports (id),
    cell TEXT NOT NULL,
    case_id UUID NOT NULL REFERENCES cases (id),
    PRIMARY KEY (report_id, cell, case_id)
);

-- Gapless serials per organ, kind and year.
CREATE TABLE counters (
    organ_id INTEGER NOT NULL REFERENCES organs (id),
    kind TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (organ_id, kind, year)
);
