#!/usr/bin/env bash
# Holds the live service against openapi.yaml: redocly reads the contract, schemathesis tries what it allows and what it
# forbids. What is needed is installed into target/contract; nothing here is skipped.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=target/contract
mkdir -p "$tools"

if [ ! -x "$tools/node_modules/.bin/redocly" ]; then
  npm install --silent --no-audit --no-fund --prefix "$tools" @redocly/cli@2
fi
"$tools/node_modules/.bin/redocly" lint --config redocly.yaml openapi.yaml

if [ ! -x "$tools/venv/bin/schemathesis" ]; then
  python3 -m venv "$tools/venv"
  "$tools/venv/bin/pip" install --quiet --disable-pip-version-check 'schemathesis>=4,<5'
fi
exec python3 scripts/contract.py "$tools/venv/bin/schemathesis" "$@"
