#!/usr/bin/env bash
# Runs a command with TEST_DATABASE_URL pointing to a private PostgreSQL server in a temporary folder; the server and
# the folder are gone afterwards. PostgreSQL refuses to run as root, so root starts it as the user `postgres` or `nobody`.
set -euo pipefail

find_bin() {
  for folder in "$(dirname "$(command -v initdb || echo /nowhere/x)")" /usr/lib/postgresql/*/bin; do
    if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then echo "$folder"; return; fi
  done
}
bin=$(find_bin)
if [ -z "$bin" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null
  bin=$(find_bin)
fi
if [ -z "$bin" ]; then
  echo "PostgreSQL is needed for the tests: sudo apt-get install postgresql" >&2
  exit 1
fi

folder=$(mktemp -d /tmp/gongkai-pg.XXXXXX)
as_user=()
if [ "$(id -u)" = 0 ]; then
  user=nobody
  if id postgres >/dev/null 2>&1; then user=postgres; fi
  chown "$user" "$folder"
  as_user=(setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups env HOME="$folder")
fi
run() { (cd "$folder" && "${as_user[@]}" "$@"); }
stop() {
  run "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
  # Hundreds of databases take minutes to remove; nobody waits for that.
  (rm -rf "$folder" >/dev/null 2>&1 &)
}
trap stop EXIT

run "$bin/initdb" -D "$folder/data" -U gongkai -A trust -E UTF8 --locale=C.UTF-8 >"$folder/initdb.log" 2>&1 ||
  { cat "$folder/initdb.log" >&2; exit 1; }
port=$((20000 + RANDOM % 20000))
printf '%s\n' "port = $port" "unix_socket_directories = '$folder'" "listen_addresses = '127.0.0.1'" "fsync = off" \
  >>"$folder/data/postgresql.conf"
run "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/server.log" start >/dev/null ||
  { cat "$folder/server.log" >&2; exit 1; }
# For tests that take the server away and bring it back: `sh -c "$TEST_POSTGRES_CTL stop"`.
export TEST_POSTGRES_CTL="cd $folder && ${as_user[*]} $bin/pg_ctl -D $folder/data -w -l $folder/server.log"
export TEST_DATABASE_URL="postgres://gongkai@127.0.0.1:$port/postgres"
"$@"
