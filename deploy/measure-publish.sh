#!/usr/bin/env bash
# How large the published folder is, and how long it takes from start to ready: run it in the repository's root. Needs the SDK, curl and awk.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'kill "${service:-}" 2> /dev/null || true; rm -rf "$folder"' EXIT
port=5719

dotnet publish src/PromptCompressor.Server -c Release -r linux-x64 --self-contained -o "$folder/app" -v quiet > /dev/null
echo "| published folder, MB | of it models | ready after, ms, five starts | first answer, ms |"
echo "|---|---|---|---|"

# From an empty folder, without an environment: no SDK, no runtime, no repository to find models in.
mkdir "$folder/empty"
cd "$folder/empty"
times=()
for _ in 1 2 3 4 5; do
  begun=$(date +%s%N)
  env -i "$folder/app/PromptCompressor.Server" serve --urls "http://127.0.0.1:$port" > "$folder/log" 2>&1 &
  service=$!
  until curl -sf "http://127.0.0.1:$port/health/ready" > /dev/null; do
    kill -0 "$service" || { cat "$folder/log"; exit 1; }
    sleep 0.02
  done
  times+=($((($(date +%s%N) - begun) / 1000000)))
  begun=$(date +%s%N)
  curl -sf "http://127.0.0.1:$port/v1/compress" -H 'content-type: application/json' \
    -d '{"context":"Well, so, the payment tests failed again last night, I mean, 14 of 212 cases.","rate":0.5}' > "$folder/answer"
  first=$((($(date +%s%N) - begun) / 1000000))
  curl -sf "http://127.0.0.1:$port/" > "$folder/page"
  kill -TERM "$service"
  wait "$service"
done

grep -q '"compressed_prompt"' "$folder/answer"
grep -qi '<!doctype html>' "$folder/page"
echo "| $(du -sm "$folder/app" | cut -f1) | $(du -sm "$folder/app/models" | cut -f1) | ${times[*]} | $first |"
