#!/usr/bin/env bash
# Times the year table and the register import on both databases, and the same year table in DuckDB, in one run, so
# that the ratios hold on a noisy machine. GONGKAI_BENCH_CASES and GONGKAI_BENCH_ROWS say how much.
set -euo pipefail
cd "$(dirname "$0")/.."
cases=${GONGKAI_BENCH_CASES:-1000000}
folder=target/tmp/country-$cases
organs=$((cases / 2000 > 40 ? cases / 2000 : 40))

./scripts/with-postgres.sh sh -c "cargo bench --quiet --bench year_table && cargo bench --quiet --bench service && cargo bench --quiet --bench register_import"
python3 -m venv target/tmp/venv
target/tmp/venv/bin/pip install --quiet duckdb
target/tmp/venv/bin/python benches/duckdb_table.py "$folder" $(((organs - 4) / 3))

# From process start to the demo's table on the terminal, and the size of the program.
gongkai=$PWD/target/release/gongkai
(cd target/tmp && "$gongkai" demo >/dev/null 2>&1)
python3 - "$gongkai" <<'PY'
import os, subprocess, sys, time
took = []
for _ in range(21):
    begun = time.perf_counter()
    subprocess.run([sys.argv[1], "report", "2020", "--organ", "620400", "--scope", "government",
                    "--database", "sqlite:target/tmp/data/demo.db"], stdout=subprocess.DEVNULL, check=True)
    took.append(time.perf_counter() - begun)
print(f"report/demo/from_start {sorted(took)[10] * 1e3:.1f} ms")
print(f"program {os.path.getsize(sys.argv[1]) / 1e6:.1f} MB")
PY
