#!/usr/bin/env bash
# Sees to it that there is a Chromium with Chinese fonts for the tests in a browser.
set -euo pipefail
if ! command -v chromium >/dev/null && [ ! -x /usr/bin/chromium ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null
  else
    echo "Chromium is needed for the tests in a browser: sudo apt-get install chromium fonts-noto-cjk" >&2
    exit 1
  fi
fi
