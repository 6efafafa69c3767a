-- differs: ids and sealed values are BLOBs and instants fixed UTC text here
-- Files beside the cases. One without a case was uploaded and not named in a request yet; it goes after a day.
CREATE TABLE attachments (
    id BLOB NOT NULL PRIMARY KEY,
    case_id BLOB REFERENCES cases (id),
    kind TEXT NOT NULL,
    -- Sealed: names of files name people.
    name BLOB NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 BLOB NOT NULL,
    -- The key of the file, sealed under the key of the database.
    file_key BLOB NOT NULL,
    from_requester BOOLEAN NOT NULL,
    attached_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    removed_at TEXT,
    -- The file itself is gone too.
    erased_at TEXT
);
CREATE INDEX attachments_by_case ON attachments (case_id, recorded_at);
CREATE INDEX attachments_unnamed ON attachments (recorded_at) WHERE case_id IS NULL;
CREATE INDEX attachments_to_erase ON attachments (removed_at) WHERE removed_at IS NOT NULL AND erased_at IS NULL;

-- How often the query code of the requester was given anew: a copy of the log, as the rest of the row.
ALTER TABLE cases ADD COLUMN code_resets INTEGER NOT NULL DEFAULT 0;

-- 公布: which sealed tables everybody may read. Without a word on the sealed table itself, which is never changed.
CREATE TABLE published_reports (
    report_id BLOB NOT NULL PRIMARY KEY REFERENCES sealed_reports (id),
    published_at TEXT NOT NULL,
    published_by TEXT NOT NULL
);
