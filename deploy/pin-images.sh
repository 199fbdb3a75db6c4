#!/usr/bin/env bash
# Puts behind each image of deploy/ that others make the digest of what its tag names today: IMAGE:TAG becomes IMAGE:TAG@sha256:... One that has a digest gets the newest.
# With --check nothing is written, and the exit code is 1 where an image has no digest. Needs skopeo, or docker with buildx, and the registries.
set -euo pipefail
cd "$(dirname "$0")"
mapfile -t files < <(ls Dockerfile* compose*.yaml)

# Where an image is named, its digest aside. Stages of a Dockerfile and the image that is built here have no tag.
named='s/^ *(FROM|image:) +([^ @]+:[^ @]+)(@sha256:[0-9a-f]{64})?( .*)?$/\2 \3/p'

digest() {
  if command -v skopeo > /dev/null; then
    # Of the index of all platforms, as it stands: the hash of its bytes.
    skopeo inspect --raw "docker://$1" | sha256sum | sed 's/^/sha256:/; s/ .*//'
  else
    docker buildx imagetools inspect --format '{{.Manifest.Digest}}' "$1"
  fi
}

if [ "${1:-}" = --check ]; then
  missing=$(sed -nE "$named" "${files[@]}" | awk 'NF == 1' | sort -u)
  [ -z "$missing" ] || { echo "without a digest:"; echo "$missing"; exit 1; }
  exit 0
fi

# All are looked up before the first file changes.
declare -A digests
mapfile -t images < <(sed -nE "$named" "${files[@]}" | cut -d' ' -f1 | sort -u)
for image in "${images[@]}"; do
  digests[$image]=$(digest "$image")
  [[ ${digests[$image]} =~ ^sha256:[0-9a-f]{64}$ ]] || { echo "$image: its registry gave no digest"; exit 1; }
done

for image in "${images[@]}"; do
  sed -i -E "s|^( *(FROM\|image:) +${image//./\\.})(@sha256:[0-9a-f]{64})?( .*)?\$|\1@${digests[$image]}\4|" "${files[@]}"
  echo "$image@${digests[$image]}"
done
