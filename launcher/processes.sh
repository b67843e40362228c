# shellcheck shell=bash
# Background processes by record: a record is a file "pid start-time boot-id", so that a number
# which now belongs to somebody else's process is never taken for ours.

readonly BOOT_ID_FILE=/proc/sys/kernel/random/boot_id

boot_id() {
  if [[ -r $BOOT_ID_FILE ]]; then cat "$BOOT_ID_FILE"; else echo unknown; fi
}

# The process's start in clock ticks since boot (field 22 of /proc/PID/stat); elsewhere ps tells it.
start_time_of() {
  local stat fields
  if [[ -d /proc/self ]]; then
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    stat=${stat##*) }
    [[ ${stat%% *} != Z ]] || return 1
    read -ra fields <<<"$stat"
    echo "${fields[19]}"
  else
    stat=$(ps -o lstart= -p "$1" 2>/dev/null) || return 1
    echo "${stat// /_}"
  fi
}

remember_process() {
  local record=$1 pid=$2 started
  started=$(start_time_of "$pid") || return 1
  printf '%s %s %s\n' "$pid" "$started" "$(boot_id)" >"$record.new"
  mv -f "$record.new" "$record"
}

# Prints the pid if the recorded process still runs.
running_pid() {
  local record=$1 pid started boot
  [[ -r $record ]] || return 1
  read -r pid started boot <"$record" || return 1
  [[ $boot == "$(boot_id)" && $(start_time_of "$pid") == "$started" ]] || return 1
  echo "$pid"
}

is_running() { running_pid "$1" >/dev/null; }

close_inherited_files() {
  local path fd
  for path in /dev/fd/*; do
    fd=${path##*/}
    if ((fd > 2)); then eval "exec $fd>&-" 2>/dev/null || true; fi
  done
}

# LOG.1 is the youngest of the CLOUDFUNC_OLD_LOGS (default 3) that are kept.
keep_old_logs() {
  local log=$1 n
  [[ -s $log ]] || return 0
  for ((n = ${CLOUDFUNC_OLD_LOGS:-3}; n > 1; n--)); do
    if [[ -e $log.$((n - 1)) ]]; then mv -f "$log.$((n - 1))" "$log.$n"; fi
  done
  mv -f "$log" "$log.1"
}

# start_process RECORD LOG COMMAND...: a session of its own, no terminal, none of our open files.
# The log begins anew; those before are kept beside it.
start_process() {
  local record=$1 log=$2 pid
  shift 2
  keep_old_logs "$log"
  (
    close_inherited_files
    if command -v setsid >/dev/null; then exec setsid -- "$@"; else exec nohup "$@"; fi
  ) </dev/null >>"$log" 2>&1 &
  pid=$!
  disown "$pid"
  remember_process "$record" "$pid"
}

# stop_process RECORD SECONDS: TERM, wait, then KILL; forgets the record.
stop_process() {
  local record=$1 patience=$2 pid
  if pid=$(running_pid "$record"); then
    kill -TERM "$pid" 2>/dev/null || true
    wait_for_end "$pid" "$patience" || kill -KILL "$pid" 2>/dev/null || true
  fi
  rm -f "$record"
}

# wait_until SECONDS RECORD COMMAND...: polls the command, and looks once a second whether the process is gone: what it
# starts itself takes time from what it waits for.
wait_until() {
  local patience=$1 record=$2 end looked=$SECONDS
  shift 2
  end=$((SECONDS + patience))
  until "$@"; do
    if ((SECONDS >= end)); then return 1; fi
    if ((SECONDS > looked)); then
      is_running "$record" || return 1
      looked=$SECONDS
    fi
    sleep 0.1
  done
}

# wait_for_end PID SECONDS. A process that its parent has not yet reaped has ended, too.
wait_for_end() {
  local tries
  for ((tries = $2 * 10; tries > 0; tries--)); do
    start_time_of "$1" >/dev/null || return 0
    sleep 0.1
  done
  return 1
}

port_is_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Below the range that outgoing connections draw from.
free_port() {
  local port tries
  for ((tries = 0; tries < 200; tries++)); do
    port=$((20000 + RANDOM % 12000))
    if ! port_is_open "$port"; then
      echo "$port"
      return 0
    fi
  done
  fail "no free port found between 20000 and 32000 on 127.0.0.1"
}

random_hex() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }

hash_of_text() { printf '%s' "$1" | sha256 | cut -c1-12; }

sha256() {
  if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -d' ' -f1
}

# at_exit FUNCTION: runs it to its end however the launcher ends, and whatever fails in it.
at_exit() {
  # shellcheck disable=SC2064 # the name is meant
  trap "set +e; trap '' INT TERM HUP; $1" EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}
