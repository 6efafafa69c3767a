-- differs: ids are uuid and instants timestamptz here, BLOB and fixed UTC text on SQLite
-- What is told to requesters and staff, apart from the call that gave cause for it. A row names the event or the case,
-- never what is personal: that is read, opened and written when it is sent.
CREATE TABLE jobs (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    organ_id INTEGER NOT NULL REFERENCES organs (id),
    case_id UUID REFERENCES cases (id),
    -- The event of the case that is told.
    event_seq INTEGER,
    -- Who of the staff is told; nobody where it is the requester.
    person_id UUID REFERENCES people (id),
    -- The day that a reminder is of.
    day DATE,
    -- What must happen only once bears a key of its own.
    once_key TEXT UNIQUE,
    state TEXT NOT NULL,
    tries INTEGER NOT NULL,
    -- Not before.
    due_at TIMESTAMPTZ NOT NULL,
    -- One instance has it until then; if it dies, another takes it up.
    claimed_by UUID,
    claimed_until TIMESTAMPTZ,
    -- What went wrong the last time, or why nothing was sent; with the status of the other side.
    fault TEXT,
    fault_status INTEGER,
    recorded_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
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
    changed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (organ_id, kind)
);

-- Where staff are reached; sealed.
ALTER TABLE people ADD COLUMN email BYTEA;
ALTER TABLE people ADD COLUMN phone BYTEA;
