-- differs: hashes are BLOBs here, BYTEA on PostgreSQL
-- Somebody without an identity number is found again by name and telephone or e-mail; a weaker hint.
ALTER TABLE requesters ADD COLUMN phone_hash BLOB;
ALTER TABLE requesters ADD COLUMN email_hash BLOB;
CREATE INDEX requesters_by_phone ON requesters (phone_hash) WHERE phone_hash IS NOT NULL;
CREATE INDEX requesters_by_email ON requesters (email_hash) WHERE email_hash IS NOT NULL;
-- A request for information, or one to correct records (art. 41), which no table counts.
ALTER TABLE cases ADD COLUMN subject TEXT NOT NULL DEFAULT 'request';
CREATE INDEX cases_of_subject ON cases (organ_id, received_on, id) WHERE subject <> 'request';
