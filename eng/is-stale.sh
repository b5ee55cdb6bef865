#!/usr/bin/env bash
# Succeeds when there is no published command line, or a source is newer than it.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=$root/artifacts/attune/attune
[[ ! -x $program ]] || [[ -n $(find "$root/src" "$root/eng" "$root/native" "$root/nuget.config" "$root"/Directory.*.props "$root/global.json" "$root/node_modules/uplot/package.json" \
    \( -name bin -o -name obj \) -prune -o -newer "$program" -type f -print -quit 2>/dev/null) ]]
