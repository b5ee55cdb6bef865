#!/usr/bin/env bash
# A throwaway PostgreSQL server on a free loopback port, for tests and benchmarks. Everything that it has lies in FOLDER.
#   start FOLDER [OWNER]  makes a cluster and starts it (or starts the one in FOLDER again, on its port); prints an Npgsql connection string.
#                         When the process OWNER is gone, the server ends and FOLDER is removed, whatever happened to the owner.
#   stop FOLDER           a fast shutdown.
#   kill FOLDER           kill -9 for the server and all its processes.
#   freeze|thaw FOLDER    stops all its processes from running, and lets them go on.
#   where                 prints the folder of the binaries; fails when there is no PostgreSQL here.
set -euo pipefail
export LC_ALL=C.UTF-8

fail() {
    echo "postgres.sh: $1" >&2
    exit "${2:-1}"
}

binaries() {
    local path newest
    if path=$(command -v initdb) && path=$(dirname "$(realpath "$path")") && [[ -x $path/postgres ]]; then
        echo "$path"
        return
    fi
    newest=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -1) || true
    [[ -n $newest ]] && dirname "$newest"
}

# PostgreSQL refuses to run as root.
as_server() {
    if ((EUID == 0)); then
        (cd / && runuser -u postgres -- "$@")
    else
        (cd / && "$@")
    fi
}

postmaster() { head -1 "$data/postmaster.pid" 2>/dev/null; }

running() { # a process that ended but was not yet waited for no longer runs
    [[ -e /proc/$1/stat ]] && ! grep -qE '^State:\s+Z' "/proc/$1/status" 2>/dev/null
}

children() { grep -lE "^PPid:\s+$1\$" /proc/[0-9]*/status 2>/dev/null | cut -d/ -f3 || true; }

signal_all() { # the postmaster is stopped first, so that it starts no process that would be missed
    local parent
    parent=$(postmaster) && running "$parent" || return 1
    [[ $1 == CONT ]] || kill -STOP "$parent"
    processes=("$parent" $(children "$parent"))
    kill "-$1" "${processes[@]}" 2>/dev/null || true
}

kill_server() {
    local process key memory
    signal_all KILL || return 0
    for process in "${processes[@]}"; do
        while running "$process"; do sleep 0.02; done
    done
    # Where nobody waits for orphans, the dead postmaster keeps its number and PostgreSQL would take it for a running server.
    read -r key memory < <(sed -n 7p "$data/postmaster.pid") && [[ -n $memory ]] && ipcrm -m "$memory" 2>/dev/null || true
    rm -f "$data/postmaster.pid" "$folder"/.s.PGSQL.*
}

guard() {
    while running "$1" && [[ -d $folder ]]; do sleep 1; done
    kill_server
    rm -rf "$folder"
}

create() {
    (umask 077 && od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$folder/password")
    if ((EUID == 0)); then
        chown postgres "$folder" "$folder/password"
    fi
    as_server "$bin/initdb" -D "$data" -U attune --pwfile="$folder/password" --auth=scram-sha-256 -E UTF8 --locale=C.UTF-8 --no-sync \
        >"$folder/initdb.log" 2>&1 || fail "initdb failed: $(tail -3 "$folder/initdb.log")"
    # Shared memory in files of the folder: a killed server leaves nothing elsewhere.
    cat >>"$data/postgresql.conf" <<END
listen_addresses = '127.0.0.1'
unix_socket_directories = '$folder'
max_connections = 200
dynamic_shared_memory_type = mmap
END
}

start() {
    local port attempt tries=20
    mkdir -p "$folder"
    if [[ ! -e $data/PG_VERSION ]]; then
        if [[ -n ${1:-} ]]; then
            setsid "$self" guard "$folder" "$1" </dev/null >/dev/null 2>&1 &
        fi
        create
    fi
    [[ -e $folder/port ]] && tries=1
    for ((attempt = 1; attempt <= tries; attempt++)); do
        port=$(cat "$folder/port" 2>/dev/null || echo $((20000 + RANDOM % 12000))) # below what systems hand out by themselves
        as_server rm -f "$folder/log"
        if as_server "$bin/pg_ctl" -D "$data" -l "$folder/log" -o "-p $port" -w -t 60 start </dev/null >/dev/null 2>&1; then
            echo "$port" >"$folder/port"
            echo "Host=127.0.0.1;Port=$port;Username=attune;Password=$(<"$folder/password");Database=postgres"
            return
        fi
        grep -q 'Address already in use' "$folder/log" || break
    done
    fail "the server does not start: $(tail -5 "$folder/log" 2>/dev/null)"
}

stop() {
    [[ -e $data/postmaster.pid ]] || return 0
    signal_all CONT || true
    as_server "$bin/pg_ctl" -D "$data" -m fast -w -t 30 stop >/dev/null 2>&1 || kill_server
}

self=$(realpath "${BASH_SOURCE[0]}")
verb=${1:-}
bin=$(binaries) || fail "there is no PostgreSQL here" 2
if [[ $verb == where ]]; then
    echo "$bin"
    exit
fi
[[ -n ${2:-} ]] || fail "say which folder" 2
folder=$(realpath -m "$2")
data=$folder/data
case $verb in
    start) start "${3:-}" ;;
    stop) stop ;;
    kill) kill_server ;;
    freeze) signal_all STOP ;;
    thaw) signal_all CONT ;;
    guard) guard "$3" ;;
    *) fail "start, stop, kill, freeze, thaw or where" 2 ;;
esac
