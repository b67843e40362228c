# shellcheck shell=bash
# Where an installation keeps its things. DATA survives `down`; RUN holds sockets and is short-lived.

use_data() {
  mkdir -p "$1/run" "$1/logs" && chmod go= "$1" || fail "cannot make the data directory $1: choose another with --data DIR"
  name_data "$1"
  INSTALLATION=$(installation_id)
}

# The same without making anything.
name_data() {
  DATA=$(absolute "$1")
  LOGS=$DATA/logs
  RUN=/run/cloudfunc-$(hash_of_text "$DATA")
}

absolute() { (cd "$1" 2>/dev/null && pwd -P) || echo "$1"; }

installation_id() {
  local file=$DATA/installation
  [[ -s $file ]] || random_hex 6 >"$file"
  cat "$file"
}

# One set-up or stop at a time for one data directory; held until unlock_data or the launcher's end.
lock_data() {
  command -v flock >/dev/null || return 0
  exec 9>"$DATA/run/lock"
  flock -n 9 && return 0
  say "Waiting for another ./cloudfunc that works on $DATA"
  flock 9
}

unlock_data() { exec 9>&-; }

# What the last `up` left for the shell: the server's address and the data directory.
remember_up() {
  mkdir -p "$STATE"
  printf '%s\n%s\n' "$1" "$DATA" >"$STATE/last-up.new"
  mv "$STATE/last-up.new" "$STATE/last-up"
}

forget_up() {
  if [[ "$(last_up_data)" == "$DATA" ]]; then rm -f "$STATE/last-up"; fi
}

# What the shell needs for the server of the last `up`. Its key is not for a server that somebody named otherwise.
server_of_last_up() {
  if [[ -z ${CLOUDFUNC_URL:-} && -n $(last_up_url) ]]; then use_server "$(last_up_url)" "$(last_up_data)"; fi
}

# use_server URL DATA
use_server() {
  export CLOUDFUNC_URL=$1 CLOUDFUNC_KEY_FILE=$2/admin.key
}

last_up_url() { sed -n 1p "$STATE/last-up" 2>/dev/null || true; }
last_up_data() { sed -n 2p "$STATE/last-up" 2>/dev/null || true; }
