-- The year table meets each case once: closed in the year, or open on its last day.
DROP INDEX cases_closed;
CREATE INDEX cases_closed ON cases (organ_id, closed_on, requester_kind, result_row, carried);
DROP INDEX cases_carried;
CREATE INDEX cases_carried ON cases (organ_id, closed_on, received_on, requester_kind) WHERE carried;
DROP INDEX cases_received;
CREATE INDEX cases_received ON cases (organ_id, received_on);
