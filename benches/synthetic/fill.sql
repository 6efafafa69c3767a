-- The same numbers on both databases: everything that is counted follows from n alone.
INSERT INTO organs (id, code) SELECT n, CAST(n AS TEXT) FROM ({organs}) AS s;
INSERT INTO organ_versions (id, organ_id, name, parent_id, kind, valid_from, recorded_at)
SELECT {id}, n, 'organ ' || n, CASE WHEN n = 1 THEN NULL ELSE (n - 2) / 3 + 1 END, 'government', '2000-01-01', {instant}
FROM ({organs}) AS s;

DROP INDEX cases_closed;
DROP INDEX cases_carried;
DROP INDEX cases_received;
DROP INDEX cases_by_number;
DROP INDEX cases_changed;
INSERT INTO cases (id, organ_id, number, row_key, origin, stage, requester_kind, arrived_on, received_on, closed_on,
    result_row, carried, version, event_count, event_link, recorded_at, changed_at)
SELECT {id}, organ, CAST(n AS TEXT), {key}, 'imported', 'closed',
    CASE WHEN a < 90 THEN 'natural_person' WHEN a < 94 THEN 'commercial_enterprise' WHEN a < 95 THEN 'research_institution'
        WHEN a < 97 THEN 'public_welfare_organization' WHEN a < 99 THEN 'legal_service_institution' ELSE 'other_organization' END,
    {received_on}, {received_on}, CASE WHEN closed < 4200 THEN {closed_on} END,
    CASE WHEN closed >= 4200 THEN NULL WHEN b < 40 THEN 'granted' WHEN b < 50 THEN 'granted_in_part'
        WHEN b < 53 THEN 'refused_third_party_rights' WHEN b < 55 THEN 'refused_internal_affairs'
        WHEN b < 57 THEN 'refused_process_information' WHEN b < 58 THEN 'refused_administrative_query'
        WHEN b < 80 THEN 'unable_not_held' WHEN b < 85 THEN 'unable_needs_creation'
        WHEN b < 87 THEN 'unable_still_unclear_after_amendment' WHEN b < 93 THEN 'not_processed_petition_complaint'
        WHEN b < 95 THEN 'not_processed_repeated' WHEN b < 96 THEN 'other_not_amended' ELSE 'other_other' END,
    closed >= 4200 OR closed_year > received_year, 1, 1, {bytes}, {instant}, {instant}
FROM (
    SELECT n, organ, a, b, received, closed,
        substr(CAST({received_on} AS TEXT), 1, 4) AS received_year, substr(CAST({closed_on} AS TEXT), 1, 4) AS closed_year
    FROM (
        SELECT n, n * 7919 % {count_of_organs} + 1 AS organ, n * 31 / 7 % 100 AS a, n * 17 / 3 % 100 AS b,
            n * 104729 / 11 % 4017 AS received, n * 104729 / 11 % 4017 + 3 + n * 13 / 5 % 40 AS closed
        FROM ({cases}) AS s
    ) AS numbered
) AS dated;
CREATE INDEX cases_closed ON cases (organ_id, closed_on, requester_kind, result_row, carried);
CREATE INDEX cases_carried ON cases (organ_id, closed_on, received_on, requester_kind) WHERE carried;
CREATE INDEX cases_received ON cases (organ_id, received_on);
CREATE INDEX cases_by_number ON cases (number);
CREATE INDEX cases_changed ON cases (changed_at);
