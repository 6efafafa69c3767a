-- differs: ids are 16-byte BLOBs here; the words are found by FTS5, on PostgreSQL by a GIN index over the same tokens
-- What is found of a case: overlapping pairs of characters, spelled in letters by the program.
CREATE TABLE search_entries (
    case_id BLOB NOT NULL PRIMARY KEY REFERENCES cases (id),
    entry BIGINT NOT NULL UNIQUE,
    tokens TEXT NOT NULL
);
CREATE VIRTUAL TABLE search_index USING fts5 (tokens, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');

-- Changes that the index does not know yet. Triggers write it, so that no way of writing a case can forget it.
CREATE TABLE search_queue (
    case_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (case_id, version)
) WITHOUT ROWID;
INSERT INTO search_queue SELECT id, version FROM cases;
CREATE TRIGGER search_new AFTER INSERT ON cases BEGIN
    INSERT INTO search_queue VALUES (new.id, new.version) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_changed AFTER UPDATE OF version ON cases BEGIN
    INSERT INTO search_queue VALUES (new.id, new.version) ON CONFLICT DO NOTHING;
END;
