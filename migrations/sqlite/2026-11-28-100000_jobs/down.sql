ALTER TABLE people DROP COLUMN phone;
ALTER TABLE people DROP COLUMN email;
DROP TABLE message_templates;
DROP TABLE jobs;
