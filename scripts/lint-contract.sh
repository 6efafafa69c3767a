#!/usr/bin/env bash
# Reads openapi.yaml with redocly, which is installed into target/contract if it is not there.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=target/contract
if [ ! -x "$tools/node_modules/.bin/redocly" ]; then
  mkdir -p "$tools"
  npm install --silent --no-audit --no-fund --prefix "$tools" @redocly/cli@2
fi
"$tools/node_modules/.bin/redocly" lint --config redocly.yaml openapi.yaml
