-- differs: ids are 16-byte BLOBs and instants fixed UTC text here; a column loses NOT NULL by its schema text
-- People, rights, sessions.
CREATE TABLE departments (
    id BLOB NOT NULL PRIMARY KEY,
    organ_id INTEGER NOT NULL REFERENCES organs (id),
    name TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    closed_at TEXT
);
CREATE UNIQUE INDEX departments_current ON departments (organ_id, name) WHERE closed_at IS NULL;

CREATE TABLE people (
    id BLOB NOT NULL PRIMARY KEY,
    login_name TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    must_change_password BOOLEAN NOT NULL,
    -- Sealed; no second factor without it.
    totp_secret BLOB,
    -- The last step of the second factor that was used: a code is good once.
    totp_step BIGINT,
    locked_until TEXT,
    version INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    closed_at TEXT
);

CREATE TABLE password_history (
    person_id BLOB NOT NULL REFERENCES people (id),
    set_at TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    PRIMARY KEY (person_id, set_at)
) WITHOUT ROWID;

CREATE TABLE sign_in_failures (
    id BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES people (id),
    failed_at TEXT NOT NULL
);
CREATE INDEX sign_in_failures_by_person ON sign_in_failures (person_id, failed_at);

-- A role in an organ; several a person. A withdrawn right stays as a record.
CREATE TABLE rights (
    id BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES people (id),
    role TEXT NOT NULL CHECK (role IN ('registrar', 'handler', 'reviewer', 'signer', 'supervisor', 'system_administrator', 'security_administrator', 'audit_administrator')),
    organ_id INTEGER NOT NULL REFERENCES organs (id),
    department_id BLOB REFERENCES departments (id),
    recorded_at TEXT NOT NULL,
    withdrawn_at TEXT
);
CREATE INDEX rights_by_person ON rights (person_id) WHERE withdrawn_at IS NULL;
CREATE INDEX rights_by_organ ON rights (organ_id, role) WHERE withdrawn_at IS NULL;

-- `deputy_id` acts for `person_id` on these days.
CREATE TABLE deputies (
    id BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES people (id),
    deputy_id BLOB NOT NULL REFERENCES people (id),
    from_on DATE NOT NULL,
    to_on DATE NOT NULL CHECK (to_on >= from_on),
    recorded_at TEXT NOT NULL,
    ended_at TEXT
);
CREATE INDEX deputies_by_deputy ON deputies (deputy_id, to_on) WHERE ended_at IS NULL;

-- One sign-in: a family of refresh tokens, of which only the hash of the last is good.
CREATE TABLE sessions (
    id BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES people (id),
    refresh_hash BLOB NOT NULL UNIQUE,
    client TEXT NOT NULL,
    origin TEXT NOT NULL,
    started_at TEXT NOT NULL,
    used_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    ended_at TEXT
);
CREATE INDEX sessions_by_person ON sessions (person_id) WHERE ended_at IS NULL;

-- Hashes of refresh tokens that were used up; one that comes back ends its family.
CREATE TABLE spent_refresh_tokens (
    refresh_hash BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES sessions (id),
    spent_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE service_accounts (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    organ_id INTEGER NOT NULL REFERENCES organs (id),
    scopes TEXT NOT NULL,
    key_hash BLOB NOT NULL UNIQUE,
    recorded_at TEXT NOT NULL,
    closed_at TEXT
);

-- Sign-in, rights and settings have a chain of their own; its head stands in `settings`.
CREATE TABLE audit_entries (
    seq INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    happened_on DATE NOT NULL,
    recorded_at TEXT NOT NULL,
    actor TEXT NOT NULL,
    origin TEXT NOT NULL,
    payload TEXT NOT NULL,
    mark BLOB NOT NULL
);
CREATE INDEX audit_entries_by_kind ON audit_entries (kind, seq);

-- The first answer to a creating call, given again to the same key and body.
CREATE TABLE idempotency_keys (
    actor TEXT NOT NULL,
    key TEXT NOT NULL,
    request_hash BLOB NOT NULL,
    status INTEGER NOT NULL,
    headers TEXT NOT NULL,
    body TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (actor, key)
) WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (recorded_at);

-- What an organ may set: number patterns, steps of review, small unit, periods, lights.
CREATE TABLE organ_settings (
    organ_id INTEGER NOT NULL REFERENCES organs (id),
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (organ_id, name)
) WITHOUT ROWID;

CREATE TABLE phrases (
    id BLOB NOT NULL PRIMARY KEY,
    organ_id INTEGER NOT NULL REFERENCES organs (id),
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    closed_at TEXT
);
CREATE INDEX phrases_by_organ ON phrases (organ_id, kind) WHERE closed_at IS NULL;

-- Letters and cases are many-to-many.
CREATE TABLE letters (
    id BLOB NOT NULL PRIMARY KEY,
    organ_id INTEGER NOT NULL REFERENCES organs (id),
    kind TEXT NOT NULL,
    document_number TEXT NOT NULL,
    dated_on DATE NOT NULL,
    recorded_at TEXT NOT NULL,
    UNIQUE (organ_id, document_number)
);
CREATE TABLE letter_cases (
    letter_id BLOB NOT NULL REFERENCES letters (id),
    case_id BLOB NOT NULL REFERENCES cases (id),
    PRIMARY KEY (letter_id, case_id)
) WITHOUT ROWID;
CREATE INDEX letter_cases_by_case ON letter_cases (case_id);

-- Every number under which a case was ever known: request, registration and document numbers, former ones too.
CREATE TABLE case_numbers (
    number TEXT NOT NULL,
    case_id BLOB NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL CHECK (kind IN ('request', 'registration', 'document', 'former')),
    PRIMARY KEY (number, case_id)
) WITHOUT ROWID;
CREATE INDEX case_numbers_by_case ON case_numbers (case_id);

-- A seal over all logs that changed on a day, linked to the seal before.
CREATE TABLE seals (
    seq INTEGER NOT NULL PRIMARY KEY,
    sealed_at TEXT NOT NULL,
    -- Logs changed up to this instant are covered.
    covers_until TEXT NOT NULL,
    cases BIGINT NOT NULL,
    heads TEXT NOT NULL,
    mark BLOB NOT NULL
);

-- A case that is handled here arrives before its legal date of receipt is known.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'received_on DATE NOT NULL,', 'received_on DATE,') WHERE type = 'table' AND name = 'cases';
PRAGMA writable_schema = RESET;
-- Stored copies for lists, derived from the log by one function and proved by `gongkai audit verify`.
ALTER TABLE cases ADD COLUMN open BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE cases ADD COLUMN due_on DATE;
ALTER TABLE cases ADD COLUMN provisional BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE cases ADD COLUMN waiting_for TEXT;
ALTER TABLE cases ADD COLUMN waits_until DATE;
ALTER TABLE cases ADD COLUMN department_id BLOB;
ALTER TABLE cases ADD COLUMN handler_id BLOB;
ALTER TABLE cases ADD COLUMN round INTEGER NOT NULL DEFAULT 1;
UPDATE cases SET open = TRUE WHERE closed_on IS NULL;
CREATE INDEX cases_open ON cases (organ_id, due_on, id) WHERE open;
CREATE INDEX cases_of_handler ON cases (handler_id, due_on, id) WHERE open;
CREATE INDEX cases_of_department ON cases (department_id, due_on, id) WHERE open;
CREATE INDEX cases_due ON cases (due_on, id) WHERE open;
CREATE INDEX cases_by_registration ON cases (registration_number) WHERE registration_number IS NOT NULL;
