#!/usr/bin/env bash
# Publishes the command line, compiled ahead of time (ReadyToRun), to artifacts/attune.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
mkdir -p "$root/artifacts"
exec 9>"$root/artifacts/.publish.lock"
flock 9
log=$root/artifacts/publish.log
if ! dotnet publish "$root/src/Attune.Cli" -c Release -o "$root/artifacts/attune" --nologo -v quiet >"$log" 2>&1; then
    grep -E 'error|warn' "$log" | sort -u | head -20
    echo "attune: the build failed; all of it is in artifacts/publish.log" >&2
    exit 1
fi
touch "$root/artifacts/attune/attune"
