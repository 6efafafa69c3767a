-- differs: ids are uuid here; the words are found by a GIN index, on SQLite by FTS5 over the same tokens
-- What is found of a case: overlapping pairs of characters, spelled in letters by the program.
CREATE TABLE search_entries (
    case_id UUID NOT NULL PRIMARY KEY REFERENCES cases (id),
    entry BIGINT NOT NULL UNIQUE,
    tokens TEXT NOT NULL
);
CREATE INDEX search_index ON search_entries USING gin (to_tsvector('simple'::regconfig, tokens));

-- Changes that the index does not know yet. Triggers write it, so that no way of writing a case can forget it.
CREATE TABLE search_queue (
    case_id UUID NOT NULL REFERENCES cases (id),
    version INTEGER NOT NULL,
    PRIMARY KEY (case_id, version)
);
INSERT INTO search_queue SELECT id, version FROM cases;
CREATE FUNCTION queue_for_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_queue VALUES (new.id, new.version) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER search_new AFTER INSERT ON cases FOR EACH ROW EXECUTE FUNCTION queue_for_search();
CREATE TRIGGER search_changed AFTER UPDATE OF version ON cases FOR EACH ROW EXECUTE FUNCTION queue_for_search();
