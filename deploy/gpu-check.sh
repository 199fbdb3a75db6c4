#!/usr/bin/env bash
# On a machine with an NVIDIA GPU: builds for CUDA, runs the engine's tests on the card, and writes tests/PromptCompressor.Benchmarks/Results/gpu.md. It takes about ten minutes.
# Needs the SDK and what ONNX Runtime's CUDA provider needs: CUDA 12 and cuDNN 9 in the path of libraries.
#   --dry-run   without a GPU: the same build, one test, and the measurement with small texts on the CPU, of which nothing is kept. It shows that the script works.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
case "${1:-}" in
  --dry-run) dry_run=1 tests='FullyQualifiedName~BatchInvarianceTests' ;;
  '') dry_run= tests='FullyQualifiedName~IntegrationTests.Engine' ;;
  *) echo "usage: $0 [--dry-run]" >&2; exit 2 ;;
esac
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/copy"

# In a copy without the lock files: they name the packages of the build for the CPU.
tar --exclude=./artifacts --exclude=./.git --exclude=node_modules --exclude=packages.lock.json -cf - . | tar -xf - -C "$folder/copy"
cd "$folder/copy"
for project in Benchmarks IntegrationTests; do
  dotnet build "tests/PromptCompressor.$project" -c Release -p:Gpu=true -v quiet -nodereuse:false
done
test -e "$(find artifacts/bin -name libonnxruntime_providers_cuda.so -print -quit)" || { echo "The build has no CUDA provider." >&2; exit 1; }

# Fails where CUDA does not work, before minutes are spent on the CPU.
benchmarks=$(find artifacts/bin/PromptCompressor.Benchmarks -name PromptCompressor.Benchmarks.dll -print -quit)
if [ -n "$dry_run" ]; then
  dotnet "$benchmarks" gpu --dry-run --out "$folder/results"
else
  nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader | tee "$folder/card"
  dotnet "$benchmarks" gpu --out "$folder/results"
fi

status=0
dotnet test tests/PromptCompressor.IntegrationTests -c Release -p:Gpu=true --no-build --filter "$tests" | tee "$folder/tested" || status=$?

# The report: a row for each model on each processor, the card, and how the tests went.
report="$folder/results/gpu.md"
tested=$(grep -oE '(Passed|Failed)! .*Total: +[0-9]+' "$folder/tested" | tr -s ' ')
grep -q '^| xlmr-mini | ' "$report"
grep -q '^| xlmr-mini-fast | cpu | one segment | ' "$report"
{
  echo
  [ -n "$dry_run" ] || echo "Card: $(cat "$folder/card")."
  echo "Tests with the CUDA build (\`deploy/gpu-check.sh\`): $tested."
} >> "$report"
if [ -n "$dry_run" ]; then
  cat "$report"
else
  cp "$report" "$root/tests/PromptCompressor.Benchmarks/Results/gpu.md"
fi
exit "$status"
