#!/usr/bin/env bash
# Publishes the command line, compiled ahead of time (ReadyToRun), to a folder of its own and points artifacts/attune at it.
# A program that runs from an earlier folder is not disturbed; the folder before the last is removed.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
mkdir -p "$root/artifacts"
exec 9>"$root/artifacts/.publish.lock"
flock 9
if [[ ${1:-} == --if-stale ]] && ! "$root/eng/is-stale.sh"; then
    exit 0
fi
"$root/native/librdkafka.sh"
log=$root/artifacts/publish.log
folder=$root/artifacts/builds/$(date +%s%N)
if ! dotnet publish "$root/src/Attune.Cli" -c Release -o "$folder" --nologo -v quiet >"$log" 2>&1 9>&-; then
    rm -rf "$folder"
    grep -E 'error|warn' "$log" | sort -u | head -20
    echo "attune: the build failed; all of it is in artifacts/publish.log" >&2
    exit 1
fi
touch "$folder/attune"
[[ -L $root/artifacts/attune ]] || rm -rf "$root/artifacts/attune"
ln -sfn "$folder" "$root/artifacts/attune.new"
mv -T "$root/artifacts/attune.new" "$root/artifacts/attune"
find "$root/artifacts/builds" -mindepth 1 -maxdepth 1 -type d | sort | head -n -2 | xargs -r rm -rf
