-- differs: ids and sealed parts are BLOBs here and instants fixed UTC text, on PostgreSQL uuid, BYTEA and timestamptz
-- Registers that are handed to the running service: looked at first, recorded once a person says so. The file lies in
-- sealed parts until then.
CREATE TABLE imports (
    id BLOB NOT NULL PRIMARY KEY,
    organ_id INTEGER NOT NULL REFERENCES organs (id),
    file_name TEXT NOT NULL,
    kind TEXT,
    year INTEGER,
    sheet TEXT,
    corrects BOOLEAN NOT NULL,
    -- Organs for which whoever handed it in may record, as JSON.
    allowed TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('uploading', 'checking', 'checked', 'recording', 'recorded', 'failed', 'discarded')),
    leaves_out_refused BOOLEAN NOT NULL,
    rows_read INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    -- What the check or the recording came to, as JSON; or why it failed.
    report TEXT,
    failure TEXT,
    actor TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    carried_on_at TEXT NOT NULL
);
CREATE INDEX imports_of_organ ON imports (organ_id, id);
CREATE INDEX imports_pending ON imports (carried_on_at) WHERE state NOT IN ('recorded', 'discarded');
CREATE TABLE import_parts (
    import_id BLOB NOT NULL REFERENCES imports (id),
    ordinal INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (import_id, ordinal)
);
