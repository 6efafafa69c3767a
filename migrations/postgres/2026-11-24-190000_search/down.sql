-- differs: triggers run a function here, and the index goes with its table
DROP TRIGGER search_changed ON cases;
DROP TRIGGER search_new ON cases;
DROP FUNCTION queue_changed_for_search;
DROP FUNCTION queue_new_for_search;
DROP TABLE search_queue;
DROP TABLE search_entries;
