#!/usr/bin/env bash
# Compares src/db/schema.rs with what `diesel print-schema` makes of a fresh, migrated PostgreSQL; `--write` renews it.
# Runs under scripts/with-postgres.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
: "${TEST_DATABASE_URL:?run it under scripts/with-postgres.sh}"

command -v diesel >/dev/null ||
  cargo install --locked diesel_cli --no-default-features --features postgres-bundled
cargo run --quiet -- migrate --database "$TEST_DATABASE_URL"
printed=$(mktemp)
trap 'rm -f "$printed"' EXIT
diesel --database-url "$TEST_DATABASE_URL" print-schema >"$printed"
if [ "${1:-}" = --write ]; then
  cp "$printed" src/db/schema.rs
elif ! diff -u src/db/schema.rs "$printed"; then
  echo "src/db/schema.rs is not what the migrations make: scripts/with-postgres.sh scripts/print-schema.sh --write" >&2
  exit 1
fi
