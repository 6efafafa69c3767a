#!/usr/bin/env bash
# Runs schemathesis over every operation of openapi.yaml against the program itself, which serves a fresh demo: once
# for each kind of asker. Needs Python 3 with venv; schemathesis is installed into target/contract if it is not there.
set -euo pipefail
cd "$(dirname "$0")/.."
here=$PWD
version=4.32.5
venv=$here/target/contract/schemathesis-$version

python3 -c 'import ensurepip, venv' 2>/dev/null ||
  { echo "Python 3 with venv is needed: sudo apt-get install python3-venv" >&2; exit 1; }
if [ ! -x "$venv/bin/schemathesis" ]; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet "schemathesis==$version"
fi
cargo build --quiet
gongkai=${CARGO_TARGET_DIR:-$here/target}/debug/gongkai

folder=$(mktemp -d)
stop() {
  [ -z "${server:-}" ] || kill "$server" 2>/dev/null || true
  rm -rf "$folder"
}
trap stop EXIT
(cd "$folder" && "$gongkai" demo >demo.log 2>&1) || { cat "$folder/demo.log" >&2; exit 1; }
GONGKAI_UNLIMITED_ADDRESSES=127.0.0.1 GONGKAI_FILES="$folder/files" GONGKAI_LOG_FILTER=error,actix_http=off \
  "$gongkai" serve --database "sqlite:$folder/data/demo.db" --listen 127.0.0.1:0 \
  >"$folder/out.log" 2>"$folder/error.log" &
server=$!
for _ in $(seq 100); do
  url=$(grep -hom1 'http://127.0.0.1:[0-9]*' "$folder/out.log" "$folder/error.log" | head -1 || true)
  [ -z "$url" ] || break
  sleep 0.1
done
[ -n "$url" ] || { cat "$folder/error.log" >&2; exit 1; }

# The clerk of a small place holds every role that works on cases; each administrator has but one.
token=$(curl -sf "$url/api/v1/session" -H 'content-type: application/json' \
  -d '{"login_name":"anquan","password":"demo-Ginkgo-37"}' | sed 's/.*"access_token":"\([^"]*\)".*/\1/')
for role in handler reviewer signer; do
  curl -sf -o "$folder/right" "$url/api/v1/people/dengji/rights" -H "authorization: Bearer $token" \
    -H 'content-type: application/json' -d "{\"role\":\"$role\",\"organ\":\"620402\"}"
done

export PYTHONPATH=$here/scripts PYTHONDONTWRITEBYTECODE=1 FUZZ_URL=$url/api/v1
fuzz() {
  echo "schemathesis as $1"
  # It keeps notes of its runs where it stands; each run here is the first.
  (cd "$folder" && FUZZ_LOGIN_NAME=$1 "$venv/bin/schemathesis" --config-file "$here/scripts/fuzz-contract.toml" \
    run "$here/openapi.yaml" --url "$FUZZ_URL" --no-color "${@:2}") >"$folder/$1.log" 2>&1 ||
    { cut -c1-2000 "$folder/$1.log" >&2; exit 1; }
  grep -E 'generated|Seed' "$folder/$1.log"
}
fuzz dengji
# Before those who may close accounts.
fuzz shenji --include-path-regex audit
fuzz anquan --include-tag people
fuzz xitong --include-tag people
if grep ERROR "$folder/error.log" >&2; then
  exit 1
fi
