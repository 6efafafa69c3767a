#!/usr/bin/env bash
# Runs tests/office/mail_sink.py, an SMTP server for tests, with aiosmtpd and trustme, which are installed into
# target/contract if they are not there. Needs Python 3 with venv.
set -euo pipefail
cd "$(dirname "$0")/.."
here=$PWD
venv=$here/target/contract/mail-sink-1

python3 -c 'import ensurepip, venv' 2>/dev/null ||
  { echo "Python 3 with venv is needed: sudo apt-get install python3-venv" >&2; exit 1; }
mkdir -p "$here/target/contract"
# Many tests may be the first.
exec 9>"$venv.lock"
flock 9
if [ ! -e "$venv/ready" ]; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet aiosmtpd==1.4.6 trustme==1.2.1
  touch "$venv/ready"
fi
exec 9>&-
exec "$venv/bin/python" "$here/tests/office/mail_sink.py" "$@"
