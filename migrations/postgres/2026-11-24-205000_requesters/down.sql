DROP INDEX cases_of_subject;
ALTER TABLE cases DROP COLUMN subject;
DROP INDEX requesters_by_email;
DROP INDEX requesters_by_phone;
ALTER TABLE requesters DROP COLUMN email_hash;
ALTER TABLE requesters DROP COLUMN phone_hash;
