DROP INDEX cases_closed;
ALTER TABLE cases DROP COLUMN cell;
CREATE INDEX cases_closed ON cases (organ_id, closed_on, requester_kind, result_row);
DROP INDEX cases_carried;
CREATE INDEX cases_carried ON cases (organ_id, received_on, closed_on, requester_kind) WHERE carried;
DROP INDEX cases_received;
CREATE INDEX cases_received ON cases (organ_id, requester_kind, received_on);
