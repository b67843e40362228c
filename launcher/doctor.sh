# shellcheck shell=bash
# Looks at everything that CloudFunc needs, changes nothing, and says what to do. Nothing of it asks the server for more
# than its readiness, so that it works when nothing else does.

readonly LEAST_DISK_KB=$((128 * 1024)) ENOUGH_DISK_KB=$((2 * 1024 * 1024))

verb_doctor() {
  local json='' arguments=() data
  while (($#)); do
    if [[ $1 == --json ]]; then json=yes; else arguments+=("$1"); fi
    shift
  done
  data=$(data_asked_for doctor ${arguments[@]+"${arguments[@]}"})
  name_data "$data"
  broker_paths
  engine_paths
  DIAGNOSES=()
  diagnose_java
  diagnose_build
  diagnose_engine
  diagnose_broker
  diagnose_database
  diagnose_disk
  diagnose_clock
  diagnose_keys
  diagnose_server
  if [[ -n $json ]]; then tell_json; else tell_people; fi
  ! printf '%s\n' "${DIAGNOSES[@]}" | grep -q $'^fail\t'
}

# found ok|warn|fail PART WHAT [REMEDY]: a remedy wherever something is not as it should be.
found() { DIAGNOSES+=("$1"$'\t'"$2"$'\t'"${3//[$'\t\n']/ }"$'\t'"${4:-}"); }

tell_people() {
  local state part what remedy
  while IFS=$'\t' read -r state part what remedy; do
    printf '%-5s %-9s %s\n' "$state" "$part" "$what"
    [[ -z $remedy ]] || printf '%-15s → %s\n' '' "$remedy"
  done < <(printf '%s\n' "${DIAGNOSES[@]}")
}

tell_json() {
  local state part what remedy separator='' healthy=true
  if printf '%s\n' "${DIAGNOSES[@]}" | grep -q $'^fail\t'; then healthy=false; fi
  printf '{"healthy":%s,"parts":[' "$healthy"
  while IFS=$'\t' read -r state part what remedy; do
    printf '%s{"part":%s,"state":%s,"found":%s' "$separator" "$(json_text "$part")" "$(json_text "$state")" "$(json_text "$what")"
    [[ -z $remedy ]] || printf ',"remedy":%s' "$(json_text "$remedy")"
    printf '}'
    separator=,
  done < <(printf '%s\n' "${DIAGNOSES[@]}")
  printf ']}\n'
}

json_text() {
  local text=${1//\\/\\\\}
  text=${text//\"/\\\"}
  printf '"%s"' "$(printf '%s' "$text" | tr -d '\000-\037')"
}

# is_at_least WANTED FOUND, by numbers between dots.
is_at_least() { [[ $(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n1) == "$1" ]]; }

diagnose_java() {
  local problem
  if problem=$( (java_up) 2>&1); then
    java_up
    found ok java "JDK $(java_version "$JAVA_HOME") in $JAVA_HOME"
  else
    found fail java "${problem#cloudfunc: }" 'install a JDK 25 or newer, or set JAVA_HOME to one'
  fi
}

diagnose_build() {
  if [[ ! -f $(app_jar standalone) ]]; then
    if command -v mvn >/dev/null; then
      found warn build 'not built yet' "the next \`./cloudfunc up\` builds it, and needs a few minutes for that"
    else
      found fail build 'not built yet, and there is no Maven' 'install Maven (Debian: apt-get install maven)'
    fi
  elif is_running "$(server_record)" && [[ $(app_jar standalone) -nt $(server_record) ]]; then
    found warn build 'newer than the server that runs' "\`./cloudfunc down\`, then \`./cloudfunc up\`"
  else
    found ok build "$(app_jar standalone)"
  fi
}

diagnose_engine() {
  local version problem
  if is_running "$ENGINE_RECORD"; then
    private_engine
  elif ! problem=$( (engine_given) 2>&1); then
    if [[ -n ${DOCKER_HOST:-} ]]; then
      found fail engine "${problem#cloudfunc: }" 'start that engine, or unset DOCKER_HOST'
    elif [[ -x /usr/sbin/dockerd ]] || can_install_packages; then
      found ok engine "none runs; \`./cloudfunc up\` starts a private one"
    else
      found fail engine 'none answers' "$(engine_advice)"
    fi
    return 0
  else
    engine_given
  fi
  if version=$(timeout 10 "$DOCKER" -H "$ENGINE" version --format '{{.Server.Version}}' 2>/dev/null); then
    if is_at_least 20.10 "$version"; then
      found ok engine "Docker $version at $ENGINE"
    else
      found warn engine "Docker $version at $ENGINE" 'it is older than any that was tried: 20.10 or newer'
    fi
  else
    found fail engine "the one at $ENGINE does not answer" "\`./cloudfunc up\` starts a private one again; another: start it (log: $LOGS/engine.log)"
  fi
}

diagnose_broker() {
  local host=${SPRING_RABBITMQ_HOST:-} port=${SPRING_RABBITMQ_PORT:-5672} remedy='start it, or correct SPRING_RABBITMQ_HOST and _PORT' version
  if [[ -z $host ]]; then
    host=127.0.0.1 remedy="\`./cloudfunc up\` starts it again (log: $LOGS/broker.log)"
    if ! is_running "$BROKER_RECORD"; then
      if rabbitmq_installed || can_install_packages || compose_command >/dev/null 2>&1; then
        if is_running "$(server_record)"; then found fail broker 'none runs beside the server' "$remedy"; else found ok broker "none runs; \`./cloudfunc up\` starts one"; fi
      else
        found fail broker 'there is none, and none can be set up here' 'set SPRING_RABBITMQ_HOST, _PORT, _USERNAME and _PASSWORD, or install Docker with its compose plugin'
      fi
      return 0
    fi
    read -r port _ <"$BROKER/ports"
  fi
  version=$(broker_version "$host" "$port")
  if [[ -z $version ]]; then
    found fail broker "nothing speaks AMQP at $host:$port" "$remedy"
  elif is_at_least 3.8 "$version"; then
    found ok broker "RabbitMQ $version at $host:$port"
  else
    found fail broker "RabbitMQ $version at $host:$port" 'quorum queues need 3.8 or newer'
  fi
}

# broker_version HOST PORT: a broker greets whoever speaks AMQP with its properties.
broker_version() {
  {
    exec 5<>"/dev/tcp/$1/$2" || return 0
    printf 'AMQP\000\000\011\001' >&5
    timeout 3 dd bs=4096 count=1 <&5 | tr -c '[:print:]' '\n' | awk '/versionS$/ { found = 1; next } found && NF { print; exit }'
    exec 5>&-
  } 2>/dev/null
}

diagnose_database() {
  local url=${SPRING_DATASOURCE_URL:-} version place
  if [[ -n $url ]]; then
    place=$(sed -nE 's#^jdbc:postgresql://([^/:?]+)(:([0-9]+))?.*#\1 \3#p' <<<"$url")
    if reachable "${place% *}" "${place#* }"; then
      found ok database "something listens at ${place% *}:${place#* }"
    else
      found fail database "nothing listens where SPRING_DATASOURCE_URL says" 'start that PostgreSQL, or correct the URL'
    fi
    return 0
  fi
  version=$(cat "$DATA/postgres/PG_VERSION" 2>/dev/null) || true
  if [[ ! -d $DATA/postgres ]]; then
    found ok database "none yet; \`./cloudfunc up\` makes one in $DATA/postgres"
  elif [[ -z $version ]]; then
    found fail database "$DATA/postgres is no whole database" "restore a backup into an empty directory: ./cloudfunc restore FILE --data DIR"
  elif ((version < 15 || version > 18)); then
    found fail database "$DATA/postgres is of PostgreSQL $version" 'expected 15 to 18: it was made by something else'
  elif is_running "$(server_record)" && [[ -z $(postgres_pids) ]]; then
    found fail database "PostgreSQL $version does not run beside the server" "the server starts it again; if it does not, $LOGS/server.log says why"
  elif ! is_running "$(server_record)" && [[ -n $(postgres_pids) ]]; then
    found warn database "PostgreSQL $version was left by a server that was killed" "\`./cloudfunc up\` or \`down\` ends it"
  else
    found ok database "PostgreSQL $version in $DATA/postgres"
  fi
}

reachable() { timeout 5 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "${2:-5432}" 2>/dev/null; }

diagnose_disk() {
  local directory=$DATA free
  while [[ ! -d $directory ]]; do directory=$(dirname "$directory"); done
  free=$(df -Pk "$directory" | awk 'NR == 2 { print $4 }')
  if ((free < LEAST_DISK_KB)); then
    found fail disk "$((free / 1024)) MiB free at $directory" 'nothing is stored below 128 MiB: make room, or set cloudfunc.payloads.keep to drop old payloads'
  elif ((free < ENOUGH_DISK_KB)); then
    found warn disk "$((free / 1024)) MiB free at $directory" 'make room soon, or set cloudfunc.payloads.keep to drop old payloads'
  else
    found ok disk "$((free / 1024 / 1024)) GiB free at $directory"
  fi
  if [[ -d $DATA && ! -w $DATA ]]; then found fail disk "$DATA cannot be written" "it belongs to $(stat -c %U "$DATA"): be that user, or choose another with --data DIR"; fi
}

# What was written later than now was written by another clock.
diagnose_clock() {
  local ahead synchronized
  ahead=$(find "$DATA" -maxdepth 2 -newermt "2 minutes" -print -quit 2>/dev/null || true)
  synchronized=$(timedatectl show -p NTPSynchronized --value 2>/dev/null || true)
  if [[ -n $ahead ]]; then
    found fail clock "$(date -u +%FT%TZ), but $ahead was written later than that" 'set the clock: due instants and warm periods are counted by it'
  elif [[ $synchronized == no ]]; then
    found warn clock "$(date -u +%FT%TZ), not synchronized" 'let it be (Debian: apt-get install systemd-timesyncd): several hosts must agree on the time'
  else
    found ok clock "$(date -u +%FT%TZ)"
  fi
}

diagnose_keys() {
  local file
  for file in "$DATA/admin.key" "$DATA/secrets.key"; do
    [[ -e $file ]] || continue
    if [[ $(stat -c %a "$file") != 600 ]]; then
      found fail keys "$file can be read by others ($(stat -c %a "$file"))" "chmod 600 $file; then make it anew: who read it may do everything"
      return 0
    fi
  done
  found ok keys "readable by their owner only"
}

diagnose_server() {
  local port record
  record=$(server_record)
  if ! is_running "$record"; then
    if [[ -e $record ]]; then
      found warn server 'it ended without `down`' "\`./cloudfunc up\`; why it ended: $LOGS/server.log"
    elif port_is_open "$DEFAULT_PORT"; then
      found warn server "not up, and port $DEFAULT_PORT is taken$(owner_of_port "$DEFAULT_PORT")" "./cloudfunc up --port N"
    else
      found ok server "not up; \`./cloudfunc up\` starts it"
    fi
    return 0
  fi
  port=$(port_of_server)
  if is_ready "$port"; then
    found ok server "ready at $(server_url)"
  elif is_alive "$port"; then
    found fail server "not ready: $(parts_not_ready "$port")" "what its part above says; log: $LOGS/server.log"
  else
    found fail server "it runs, but does not answer at $(server_url)" "\`./cloudfunc down\` ends it; why: $LOGS/server.log"
  fi
}

# parts_not_ready PORT, each with its reason.
parts_not_ready() {
  {
    exec 4<>"/dev/tcp/127.0.0.1/$1" || return 0
    printf 'GET /readyz HTTP/1.0\r\nHost: localhost\r\n\r\n' >&4
    timeout 5 cat <&4
    exec 4>&-
  } 2>/dev/null | grep -oE '"[a-zA-Z]+":\{("details":\{[^}]*\},)?"status":"(DOWN|OUT_OF_SERVICE)"(,"details":\{[^}]*\})?' |
    sed -E 's/^"([a-zA-Z]+)".*"(reason|error|lag)":"([^"]*)".*/\1 (\3)/; s/^"([a-zA-Z]+)".*/\1/' | paste -sd, - | sed 's/,/, /g'
}
