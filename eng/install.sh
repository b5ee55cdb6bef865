#!/usr/bin/env bash
# Installs what is missing. Usage: eng/install.sh [debian-package:command ...]
# Each argument names a Debian package and a command (or file, or pattern of files) whose presence shows that it is there.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

missing=()
for need in "$@"; do
    package=${need%%:*} probe=${need#*:}
    command -v "$probe" >/dev/null 2>&1 || compgen -G "$probe" >/dev/null || missing+=("$package")
done
if ((${#missing[@]})); then
    if ((EUID != 0)) || ! command -v apt-get >/dev/null; then
        echo "attune: please install: ${missing[*]}" >&2
        exit 2
    fi
    echo "Installing ${missing[*]} ..." >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2
    # No service may start by itself: what the tests need they start themselves.
    policy=/usr/sbin/policy-rc.d ours=()
    trap 'rm -f "${ours[@]}"' EXIT
    if [[ ! -e $policy ]]; then
        ours+=("$policy")
        printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy"
    fi
    if [[ " ${missing[*]} " == *" postgresql "* ]]; then # nor is a database cluster made that nobody uses
        cluster=/etc/postgresql-common/createcluster.d/attune.conf
        ours+=("$cluster")
        mkdir -p "$(dirname "$cluster")"
        echo 'create_main_cluster = false' >"$cluster"
    fi
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

if ! command -v dotnet >/dev/null; then
    echo "attune: the .NET 10 SDK is missing: install it and make sure that 'dotnet' is on the PATH." >&2
    exit 2
fi
stamp=$root/node_modules/.attune-installed
if [[ ! -e $stamp || $root/package-lock.json -nt $stamp ]]; then
    echo "Installing npm packages ..." >&2
    (cd "$root" && npm ci --ignore-scripts --no-progress --loglevel=error >&2)
    touch "$stamp"
fi
