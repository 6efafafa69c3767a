DROP TABLE published_reports;
ALTER TABLE cases DROP COLUMN code_resets;
DROP TABLE attachments;
