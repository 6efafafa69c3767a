-- differs: triggers name no table here, and there is a table of FTS5
DROP TRIGGER search_changed;
DROP TRIGGER search_new;
DROP TABLE search_queue;
DROP TABLE search_index;
DROP TABLE search_entries;
