#!/usr/bin/env bash
# Makes the README's pictures anew: the chart from the table of measured survival, the screenshot from a service at localhost:5080. Needs Python 3 and Chromium; pngquant makes
# the screenshot a third as large.
set -euo pipefail
cd "$(dirname "$0")/.."
python3 docs/charts.py

# Twice: Chromium's clock does not wait for the model, and the second answer comes from the cache.
for _ in 1 2; do
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1366,860 --virtual-time-budget=60000 \
    --screenshot="$PWD/docs/images/playground.png" "${1:-http://localhost:5080}/" 2> /dev/null
done
if command -v pngquant > /dev/null; then
  pngquant --force --skip-if-larger --ext .png 128 docs/images/playground.png
fi
