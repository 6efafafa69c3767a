-- differs: ids are uuid here; the words are found by a GIN index, on SQLite by FTS5 over the same tokens
-- What is found of a case: overlapping pairs of characters, spelled in letters by the program.
CREATE TABLE search_entries (
    case_id UUID NOT NULL PRIMARY KEY REFERENCES cases (id),
    entry BIGINT NOT NULL UNIQUE,
    tokens TEXT NOT NULL
);
CREATE INDEX search_index ON search_entries USING gin (to_tsvector('simple'::regconfig, tokens));

-- Changes that the index does not know yet. Triggers write it, so that no way of writing a case can forget it; once for
-- each statement, since a register of a million rows is one.
CREATE TABLE search_queue (
    case_id UUID NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (case_id, version)
);
INSERT INTO search_queue SELECT id, version FROM cases;
CREATE FUNCTION queue_new_for_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_queue SELECT id, version FROM fresh;
    RETURN NULL;
END $$;
CREATE FUNCTION queue_changed_for_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_queue SELECT after.id, after.version FROM after JOIN before ON after.id = before.id
    WHERE after.version <> before.version ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER search_new AFTER INSERT ON cases
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION queue_new_for_search();
CREATE TRIGGER search_changed AFTER UPDATE ON cases
REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION queue_changed_for_search();
