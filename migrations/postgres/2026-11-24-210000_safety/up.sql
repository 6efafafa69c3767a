-- differs: ids are uuid, hashes bytea and instants timestamptz here
-- Which logs a seal covers. Without reference to the case: a case that was deleted is named by this row.
CREATE TABLE sealed_heads (
    case_id UUID NOT NULL,
    event_count INTEGER NOT NULL,
    seal_seq INTEGER NOT NULL REFERENCES seals (seq),
    number TEXT NOT NULL,
    mark BYTEA NOT NULL,
    PRIMARY KEY (case_id, event_count)
);
CREATE INDEX sealed_heads_by_seal ON sealed_heads (seal_seq, case_id);
-- How many logs; how long the log of sign-ins, rights and settings was, and the mark of its last entry.
ALTER TABLE seals ADD COLUMN changed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE seals ADD COLUMN audit_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE seals ADD COLUMN audit_mark BYTEA;
-- Read on from a place in the middle of an import, whose cases all changed at one instant.
DROP INDEX cases_changed;
CREATE INDEX cases_changed ON cases (changed_at, id);

-- To which organs an entry of the audit log belongs; one without any belongs to the whole installation.
CREATE TABLE audit_entry_organs (
    organ_id INTEGER NOT NULL REFERENCES organs (id),
    seq INTEGER NOT NULL REFERENCES audit_entries (seq),
    PRIMARY KEY (organ_id, seq)
);
CREATE INDEX audit_entry_organs_by_entry ON audit_entry_organs (seq);

-- Failed sign-ins under names that nobody bears, so that a lock does not tell who is there; only a keyed hash of the name.
CREATE TABLE unknown_names (
    id UUID NOT NULL PRIMARY KEY,
    name_hash BYTEA NOT NULL,
    failed_at TIMESTAMPTZ NOT NULL,
    locked_until TIMESTAMPTZ
);
CREATE INDEX unknown_names_by_hash ON unknown_names (name_hash, failed_at);
