-- differs: ids are 16-byte BLOBs and instants fixed UTC text here, uuid and timestamptz on PostgreSQL
-- What is told to requesters and staff, apart from the call that gave cause for it. A row names the event or the case,
-- never what is personal: that is read, opened and written when it is sent.
CREATE TABLE jobs (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    organ_id INTEGER NOT NULL REFERENCES organs (id),
    case_id BLOB REFERENCES cases (id),
    -- The event of the case that is told.
    event_seq INTEGER,
    -- Who of the staff is told; nobody where it is the requester.
    person_id BLOB REFERENCES people (id),
    -- The day that a reminder is of.
    day DATE,
    -- What must happen only once bears a key of its own.
    once_key TEXT UNIQUE,
    state TEXT NOT NULL,
    tries INTEGER NOT NULL,
    -- Not before.
    due_at TEXT NOT NULL,
    -- One instance has it until then; if it dies, another takes it up.
    claimed_by BLOB,
    claimed_until TEXT,
    -- What went wrong the last time, or why nothing was sent; with the status of the other side.
    fault TEXT,
    fault_status INTEGER,
    recorded_at TEXT NOT NULL,
    ended_at TEXT
);
CREATE INDEX jobs_waiting ON jobs (due_at, id) WHERE state = 'waiting';
CREATE INDEX jobs_by_state ON jobs (state, id);

-- The words of an organ in place of the usual ones.
CREATE TABLE message_templates (
    organ_id INTEGER NOT NULL REFERENCES organs (id),
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    -- Null where the usual words were taken up again.
    subject TEXT,
    text TEXT,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (organ_id, kind)
);

-- Where staff are reached; sealed.
ALTER TABLE people ADD COLUMN email BLOB;
ALTER TABLE people ADD COLUMN phone BLOB;
