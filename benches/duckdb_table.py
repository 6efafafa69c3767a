"""The same whole year table, asked of DuckDB over the same cases sorted by closed_on; run by compare.sh.

Prints the median time, and fails when its numbers are not those that gongkai counted."""

import csv
import json
import sqlite3
import sys
import time

import duckdb

YEAR, RUNS = 2024, 9
folder = sys.argv[1]
db = duckdb.connect()
db.execute("SET threads TO 2")


def export(name: str, query: str) -> str:
    """DuckDB's own reader of SQLite files would have to be downloaded, so the cases go through csv."""
    path = f"{folder}/{name}.csv"
    with open(path, "w", newline="") as file, sqlite3.connect(f"file:{folder}/country.db?mode=ro", uri=True) as source:
        csv.writer(file).writerows(source.execute(query))
    return path


cases = export("cases", "SELECT organ_id, requester_kind, result_row, received_on, closed_on FROM cases")
organs = export("organs", "SELECT organ_id, parent_id FROM organ_versions")
db.execute(f"""
    CREATE TYPE kind AS ENUM ('natural_person', 'commercial_enterprise', 'research_institution',
        'public_welfare_organization', 'legal_service_institution', 'other_organization');
    CREATE TABLE cases AS SELECT * FROM read_csv('{cases}', header = false, nullstr = '', columns =
        {{'organ': 'INTEGER', 'kind': 'kind', 'row': 'VARCHAR', 'received_on': 'DATE', 'closed_on': 'DATE'}})
        ORDER BY closed_on;
    CREATE TABLE organs AS SELECT * FROM read_csv('{organs}', header = false, nullstr = '', columns =
        {{'id': 'INTEGER', 'parent': 'INTEGER'}});
""")
TABLE = f"""
    WITH RECURSIVE below(id) AS (
        SELECT ? UNION ALL SELECT organs.id FROM organs JOIN below ON organs.parent = below.id
    ), here AS (SELECT kind, row, received_on, closed_on FROM cases WHERE organ IN (SELECT id FROM below)
        AND (closed_on >= DATE '{YEAR}-01-01' OR closed_on IS NULL) AND received_on <= DATE '{YEAR}-12-31')
    SELECT 'received_new', kind, count(*) FROM here WHERE received_on >= DATE '{YEAR}-01-01' GROUP BY kind
    UNION ALL SELECT 'carried_over_from_last_year', kind, count(*) FROM here
        WHERE received_on < DATE '{YEAR}-01-01' GROUP BY kind
    UNION ALL SELECT row, kind, count(*) FROM here WHERE closed_on <= DATE '{YEAR}-12-31' GROUP BY row, kind
    UNION ALL SELECT 'carried_forward_to_next_year', kind, count(*) FROM here
        WHERE closed_on IS NULL OR closed_on > DATE '{YEAR}-12-31' GROUP BY kind
"""


def median(organ: int):
    took = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        cells = db.execute(TABLE, [organ]).fetchall()
        took.append(time.perf_counter() - begun)
    return cells, sorted(took)[RUNS // 2] * 1e3


cells, country = median(1)
print(f"year_table/duckdb/country {country:.3f} ms")
print(f"year_table/duckdb/county {median(int(sys.argv[2]))[1]:.3f} ms")

counted = json.load(open(f"{folder}/counted.json"))["section_three"]
columns = ["natural_person", "commercial_enterprise", "research_institution", "public_welfare_organization",
           "legal_service_institution", "other_organization"]
for row, kind, n in cells:
    ours = counted["rows"][row][columns.index(kind)]
    assert ours == n, f"{row}/{kind}: {ours} here, {n} there"
print("every cell agrees")
