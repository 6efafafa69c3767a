DROP TABLE unknown_names;
DROP TABLE audit_entry_organs;
DROP INDEX cases_changed;
CREATE INDEX cases_changed ON cases (changed_at);
ALTER TABLE seals DROP COLUMN audit_mark;
ALTER TABLE seals DROP COLUMN audit_count;
ALTER TABLE seals DROP COLUMN changed;
DROP TABLE sealed_heads;
