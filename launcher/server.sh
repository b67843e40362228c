# shellcheck shell=bash
# The server (all roles in one JVM) with its broker and engine: up, down, status.

readonly DEFAULT_PORT=8080
readonly READY_WITHIN=180
readonly STOPPED_WITHIN=45
readonly LEARNT_WITHIN=120
readonly ALIVE_WITHIN=20
readonly PORT_FREE_WITHIN=5
# What a call needs is garbage two seconds later: survivors that hold it until then keep it out of the old generation.
readonly YOUNG_GENERATION=(-XX:NewSize=96m -XX:MaxNewSize=96m -XX:SurvivorRatio=2 -XX:TargetSurvivorRatio=90)

verb_up() {
  local detach='' port=$DEFAULT_PORT data=$DEFAULT_DATA
  while (($#)); do
    case $1 in
      --detach) detach=yes ;;
      --port)
        port=$(value_of "$@")
        shift
        ;;
      --data)
        data=$(value_of "$@")
        shift
        ;;
      *) usage_error "up takes --detach, --port N and --data DIR, not: $1" ;;
    esac
    shift
  done
  is_port "$port" || usage_error "--port is $port; expected a number from 1 to 65535"
  use_data "$data"
  lock_data
  if server_is_alive; then
    missing_parts_up
    say "CloudFunc is up already at $(server_url) (data: $DATA)"
    remember_up "$(server_url)"
    return 0
  fi
  at_exit go_down
  system_up "$port"
  remember_up "$(server_url)"
  greet
  if [[ -n $detach ]]; then trap - EXIT; else stay_until_ended; fi
}

# What ended below a server that runs; it finds them again by itself.
missing_parts_up() {
  broker_begin
  engine_up
  broker_ready
}

# A server that was just killed runs on for a moment, but answers no more.
server_is_alive() {
  local record pid
  record=$(server_record)
  pid=$(running_pid "$record") || return 1
  if wait_until "$ALIVE_WITHIN" "$record" is_alive "$(port_of_server)"; then return 0; fi
  ! is_running "$record" || fail "a server runs (pid $pid) but does not answer: \`./cloudfunc down\` ends it"
  return 1
}

is_port() { [[ $1 =~ ^[0-9]{1,5}$ ]] && ((10#$1 >= 1 && 10#$1 <= 65535)); }

# value_of OPTION VALUE...
value_of() {
  [[ $# -ge 2 && -n $2 ]] || usage_error "$1 needs a value"
  echo "$2"
}

go_down() {
  lock_data
  system_down
  forget_up
}

stay_until_ended() {
  say 'Ctrl-C stops it.'
  unlock_data
  while is_running "$(server_record)"; do sleep 1; done
  tail_of "$LOGS/server.log"
  fail "the server ended (log: $LOGS/server.log)"
}

greet() {
  cat >&2 <<WORDS
CloudFunc is up at $(server_url) (data: $DATA, log: $LOGS/server.log). Try:
  ./cloudfunc deploy hello examples/hello-python
  ./cloudfunc invoke hello -d '{"name":"Ada"}'
WORDS
}

server_record() { echo "$DATA/run/server.pid"; }
server_url() { cat "$DATA/run/server.url"; }
port_of_server() { server_url | sed 's/.*://'; }

# system_up PORT [RUNTIME...]: everything that is missing, then the server; returns when it is ready.
system_up() {
  local port=$1
  shift
  build_up
  becomes_free "$port" || fail "port $port of 127.0.0.1 is in use by another program$(owner_of_port "$port"): stop it, or choose another with --port N"
  broker_begin
  engine_up
  images_up "$@"
  relay_up
  broker_ready
  orphaned_postgres_down
  server_start "$port"
}

# A server that was just killed holds its port until its last thread has ended.
becomes_free() {
  local tries
  for ((tries = PORT_FREE_WITHIN * 10; tries > 0; tries--)); do
    port_is_open "$1" || return 0
    sleep 0.1
  done
  return 1
}

owner_of_port() {
  local owner
  owner=$(ss -Hltnp "sport = :$1" 2>/dev/null | sed -n 's/.*users:(("\([^"]*\)",pid=\([0-9]*\).*/ (\1, pid \2)/p' | head -n1)
  echo "$owner"
}

server_start() {
  local port=$1
  say 'Starting the server'
  echo "http://127.0.0.1:$port" >"$DATA/run/server.url"
  export_server_settings "$port"
  # shellcheck disable=SC2086 # options are separate words
  start_process "$(server_record)" "$LOGS/server.log" "$JAVA_HOME/bin/java" \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -XX:+UseSerialGC "${YOUNG_GENERATION[@]}" -XX:TrimNativeHeapInterval=10000 \
    -XX:ErrorFile="$LOGS/server.crash.log" -Xlog:aot=off "$(server_cache)" -Dcloudfunc.prepared=true \
    ${CLOUDFUNC_JAVA_OPTS:-} -jar "$(app_jar standalone)"
  wait_until "$READY_WITHIN" "$(server_record)" is_ready "$port" || {
    tail_of "$LOGS/server.log" 40
    is_running "$(server_record)" || fail "the server ended before it was ready (log: $LOGS/server.log)"
    fail "the server was not ready within $READY_WITHIN s (log: $LOGS/server.log)"
  }
}

# What a JVM has loaded, linked and found to be worth compiling lets the next one start faster and be fast sooner. The
# first server after a build writes it down when it ends; a JVM that cannot use it (it is bound to the JDK and the jar)
# starts without.
server_cache() {
  if [[ -s $SERVER_AOT ]]; then echo "-XX:AOTCache=$SERVER_AOT"; else echo "-XX:AOTCacheOutput=$(server_learns)"; fi
}

server_learns() { echo "$SERVER_AOT.$INSTALLATION"; }

# The JVM keeps a configuration beside what it writes until that is complete.
keep_learnt() {
  local learnt
  learnt=$(server_learns)
  if [[ -s $learnt && ! -e $learnt.config ]]; then mv -f "$learnt" "$SERVER_AOT"; fi
  rm -f "$learnt" "$learnt.config"
}

# A broker that others use too gets queue names of this installation.
export_server_settings() {
  export SERVER_PORT=$1 SERVER_ADDRESS=127.0.0.1 CLOUDFUNC_DATA_DIR=$DATA CLOUDFUNC_INSTALLATION=$INSTALLATION
  export CLOUDFUNC_WORKER_ENGINE=$ENGINE CLOUDFUNC_WORKER_IMAGES_PYTHON=$PYTHON_IMAGE
  export CLOUDFUNC_WORKER_IMAGES_NODE=$NODE_IMAGE CLOUDFUNC_WORKER_IMAGES_JAVA=$JAVA_IMAGE
  if [[ $BROKER_FROM == environment ]]; then
    export CLOUDFUNC_BROKER_PREFIX=${CLOUDFUNC_BROKER_PREFIX:-cloudfunc-$INSTALLATION}
  fi
}

is_alive() { [[ $(http_status "$1" /livez) == 200 ]]; }

is_ready() { [[ $(http_status "$1" /readyz) == 200 ]]; }

# http_status PORT PATH, with nothing but bash.
http_status() {
  local status
  {
    exec 4<>"/dev/tcp/127.0.0.1/$1" || return 1
    printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&4
    read -r -t 5 _ status _ <&4 || true
    exec 4>&-
  } 2>/dev/null
  echo "${status:-none}"
}

# Ends what system_up started: the server, its containers, then the parts below it.
system_down() {
  local record
  record=$(server_record)
  if is_running "$record"; then
    say 'Stopping the server'
    if [[ -s $SERVER_AOT ]]; then stop_process "$record" "$STOPPED_WITHIN"; else stop_process "$record" "$LEARNT_WITHIN"; fi
    keep_learnt
  fi
  rm -f "$record" "$DATA/run/server.url"
  orphaned_postgres_down
  containers_down
  broker_down
  compose_services_down
  engine_down
}

containers_down() {
  if engine_again; then remove_labelled "io.cloudfunc.installation=$INSTALLATION"; fi
}

# The embedded PostgreSQL outlives a server that was killed; it is ours if it runs on our directory.
orphaned_postgres_down() {
  local pid
  for pid in $(postgres_pids); do
    say "Ending the PostgreSQL (pid $pid) that a killed server left"
    kill -INT "$pid" 2>/dev/null || continue
    wait_for_end "$pid" 15 || kill -QUIT "$pid" 2>/dev/null || true
  done
}

postgres_pids() {
  local file pid directory
  for file in "$DATA"/postgres/postmaster.pid "$DATA"/postgres/*/postmaster.pid; do
    [[ -r $file ]] || continue
    { read -r pid && read -r directory; } <"$file" || continue
    if [[ $directory == "$DATA"/postgres* && $(cat "/proc/$pid/comm" 2>/dev/null) == postgres ]]; then echo "$pid"; fi
  done
}

verb_down() {
  local data
  data=$(data_asked_for down "$@")
  name_data "$data"
  if [[ ! -d $DATA/run ]]; then
    say "Nothing to stop: there is no installation in $DATA"
    return 0
  fi
  use_data "$data"
  lock_data
  system_down
  forget_up
  say "CloudFunc is down; its data stays in $DATA"
}

# data_asked_for VERB ARGUMENT...: --data, else where the last `up` was, else the default.
data_asked_for() {
  local verb=$1 data
  shift
  data=$(last_up_data)
  if [[ ${1:-} == --data ]]; then
    data=$(value_of "$@")
    shift 2
  fi
  (($# == 0)) || usage_error "$verb takes --data DIR, not: $1"
  echo "${data:-$DEFAULT_DATA}"
}

verb_status() {
  local data
  data=$(data_asked_for status "$@")
  name_data "$data"
  broker_paths
  engine_paths
  part_line server "$(process_state "$(server_record)")" "$(reachable_at)"
  part_line postgres "$(postgres_state)"
  part_line broker "$(process_state "$BROKER_RECORD")" "$(broker_counts)"
  part_line engine "$(process_state "$ENGINE_RECORD")" "$(cat "$ENGINE_ADDRESS" 2>/dev/null)"
  part_line ahead "$(made_ahead)"
  part_line data "$DATA"
  is_running "$(server_record)" || exit 6
}

# What the worker has ready for cold starts, of how many it wants; with an administrator's key.
made_ahead() {
  local url key
  is_running "$(server_record)" || return 0
  url=$(server_url)
  key=$(cat "$DATA/admin.key" 2>/dev/null) || return 0
  {
    exec 4<>"/dev/tcp/127.0.0.1/${url##*:}" || return 0
    printf 'GET /actuator/info HTTP/1.0\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n' "$key" >&4
    timeout 5 cat <&4
    exec 4>&-
  } 2>/dev/null | tr '{' '\n' | awk '
    match($0, /"kind":"[a-z]+"/) {
      kind = substr($0, RSTART + 8, RLENGTH - 9)
      match($0, /"ready":[0-9]+/); ready[kind] += substr($0, RSTART + 8, RLENGTH - 8)
      match($0, /"wanted":[0-9]+/); wanted[kind] += substr($0, RSTART + 9, RLENGTH - 9)
      if (!(kind in seen)) { seen[kind]; order[++count] = kind }
    }
    END {
      for (i = 1; i <= count; i++)
        printf "%s%s %d of %d", (i > 1 ? ", " : ""), order[i] (order[i] ~ /x$/ ? "es" : "s"), ready[order[i]], wanted[order[i]]
    }'
}

part_line() { printf '%-9s %s\n' "$1" "${*:2}"; }

process_state() {
  local pid
  if pid=$(running_pid "$1"); then echo "pid $pid"; else echo 'not started here'; fi
}

reachable_at() {
  local url
  is_running "$(server_record)" || return 0
  url=$(server_url)
  if is_ready "${url##*:}"; then echo "$url"; else echo "$url (not ready)"; fi
}

postgres_state() {
  local pids
  pids=$(postgres_pids)
  if [[ -n $pids ]]; then echo "pid ${pids//$'\n'/, }"; else echo 'not started here'; fi
}
