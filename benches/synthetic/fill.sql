-- The same numbers on both databases: everything that is counted follows from n alone. Cases come in by day, as in life.
INSERT INTO organs (id, code) SELECT n, CAST(n AS TEXT) FROM ({organs}) AS s;
INSERT INTO organ_versions (id, organ_id, name, parent_id, kind, valid_from, recorded_at)
SELECT {id}, n, 'organ ' || n, CASE WHEN n = 1 THEN NULL ELSE (n - 2) / 3 + 1 END, 'government', '2000-01-01', {instant}
FROM ({organs}) AS s;

DROP INDEX cases_closed;
DROP INDEX cases_carried;
DROP INDEX cases_received;
DROP INDEX cases_by_number;
DROP INDEX cases_changed;
DROP INDEX cases_in_order;
INSERT INTO cases (id, organ_id, number, row_key, origin, stage, requester_kind, arrived_on, received_on, closed_on,
    result_row, carried, version, event_count, event_link, recorded_at, changed_at, cell)
SELECT {id}, organ, CAST(n AS TEXT), {key}, 'imported', 'closed', kind, {received_on}, {received_on},
    CASE WHEN closed < 4200 THEN {closed_on} END, result, carried, 1, 1, {bytes}, {instant}, {instant},
    CASE WHEN closed < 4200 THEN (CASE kind WHEN 'natural_person' THEN 0 WHEN 'commercial_enterprise' THEN 1 WHEN 'research_institution' THEN 2 WHEN 'public_welfare_organization' THEN 3 WHEN 'legal_service_institution' THEN 4 WHEN 'other_organization' THEN 5 END * 32
        + CASE result WHEN 'granted' THEN 0 WHEN 'granted_in_part' THEN 1 WHEN 'refused_third_party_rights' THEN 5 WHEN 'refused_internal_affairs' THEN 6 WHEN 'refused_process_information' THEN 7 WHEN 'refused_administrative_query' THEN 9 WHEN 'unable_not_held' THEN 10 WHEN 'unable_needs_creation' THEN 11 WHEN 'unable_still_unclear_after_amendment' THEN 12 WHEN 'not_processed_petition_complaint' THEN 13 WHEN 'not_processed_repeated' THEN 14 WHEN 'other_not_amended' THEN 19 WHEN 'other_other' THEN 21 END) * 2
        + CASE WHEN carried THEN 1 ELSE 0 END END
FROM (
    SELECT n, organ, received, closed,
        CASE WHEN a < 90 THEN 'natural_person' WHEN a < 94 THEN 'commercial_enterprise' WHEN a < 95 THEN 'research_institution'
            WHEN a < 97 THEN 'public_welfare_organization' WHEN a < 99 THEN 'legal_service_institution'
            ELSE 'other_organization' END AS kind,
        CASE WHEN closed >= 4200 THEN NULL WHEN b < 40 THEN 'granted' WHEN b < 50 THEN 'granted_in_part'
            WHEN b < 53 THEN 'refused_third_party_rights' WHEN b < 55 THEN 'refused_internal_affairs'
            WHEN b < 57 THEN 'refused_process_information' WHEN b < 58 THEN 'refused_administrative_query'
            WHEN b < 80 THEN 'unable_not_held' WHEN b < 85 THEN 'unable_needs_creation'
            WHEN b < 87 THEN 'unable_still_unclear_after_amendment' WHEN b < 93 THEN 'not_processed_petition_complaint'
            WHEN b < 95 THEN 'not_processed_repeated' WHEN b < 96 THEN 'other_not_amended' ELSE 'other_other' END AS result,
        closed >= 4200 OR substr(CAST({closed_on} AS TEXT), 1, 4) > substr(CAST({received_on} AS TEXT), 1, 4) AS carried
    FROM (
        SELECT n, n * 7919 % {count_of_organs} + 1 AS organ, n * 31 / 7 % 100 AS a, n * 17 / 3 % 100 AS b,
            n * 4017 / ({count_of_cases} + 1) AS received, n * 4017 / ({count_of_cases} + 1) + 3 + n * 13 / 5 % 40 AS closed
        FROM ({cases}) AS s
    ) AS numbered
) AS told;
CREATE INDEX cases_closed ON cases (organ_id, closed_on, cell);
CREATE INDEX cases_carried ON cases (organ_id, closed_on, received_on, requester_kind) WHERE carried;
CREATE INDEX cases_received ON cases (organ_id, received_on);
CREATE INDEX cases_by_number ON cases (number);
CREATE INDEX cases_changed ON cases (changed_at);
CREATE INDEX cases_in_order ON cases (received_on, id);
