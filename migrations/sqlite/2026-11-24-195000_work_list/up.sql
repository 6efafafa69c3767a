-- Whose turn it is, what comes next, and how long it took: stored copies for the work list and the figures, derived from the
-- log by one function and proved by verification.
ALTER TABLE cases ADD COLUMN turns INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN next_on DATE;
ALTER TABLE cases ADD COLUMN in_time BOOLEAN;
ALTER TABLE cases ADD COLUMN days_taken INTEGER;
DROP INDEX cases_open;
CREATE INDEX cases_open ON cases (organ_id, received_on, id) WHERE open;
CREATE INDEX cases_to_do ON cases (organ_id, next_on, id, turns, handler_id, department_id, waits_until) WHERE next_on IS NOT NULL;
DROP INDEX cases_of_handler;
DROP INDEX cases_of_department;
DROP INDEX cases_due;
CREATE INDEX cases_next ON cases (next_on, id) WHERE next_on IS NOT NULL;
CREATE INDEX cases_taken ON cases (organ_id, closed_on, cell, in_time, days_taken);
