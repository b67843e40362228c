# shellcheck shell=bash
# PostgreSQL and RabbitMQ of docker-compose.yml, where they cannot be set up from packages.

compose_command() {
  if docker compose version >/dev/null 2>&1; then
    echo docker compose
  elif command -v docker-compose >/dev/null; then
    echo docker-compose
  else
    return 1
  fi
}

compose_() {
  local command
  read -ra command < <(compose_command)
  CLOUDFUNC_KEY=none "${command[@]}" -p "cloudfunc-$INSTALLATION" -f "$ROOT/docker-compose.yml" --env-file "$DATA/compose.env" "$@"
}

compose_services_up() {
  say 'Starting PostgreSQL and RabbitMQ with docker compose'
  compose_settings
  : >"$DATA/run/compose"
  compose_ up -d postgres rabbitmq >>"$LOGS/compose.log" 2>&1 || {
    tail_of "$LOGS/compose.log"
    fail "docker compose could not start postgres and rabbitmq (log: $LOGS/compose.log)"
  }
}

# Ports and passwords are chosen once: the containers' data keeps them.
compose_settings() {
  [[ -s $DATA/compose.env ]] || (
    umask 077
    printf '%s\n' "POSTGRES_PORT=$(free_port)" "RABBITMQ_PORT=$(free_port)" \
      "POSTGRES_PASSWORD=$(random_hex 20)" "RABBITMQ_PASSWORD=$(random_hex 20)" >"$DATA/compose.env"
  )
}

# Their ports are open before they serve: only their health checks tell.
compose_services_ready() {
  # shellcheck source=/dev/null
  . "$DATA/compose.env"
  local end=$((SECONDS + 90))
  until compose_service_healthy postgres && compose_service_healthy rabbitmq; do
    ((SECONDS < end)) || fail "PostgreSQL and RabbitMQ of docker compose did not start (log: $LOGS/compose.log)"
    sleep 0.5
  done
  export SPRING_DATASOURCE_URL=jdbc:postgresql://127.0.0.1:$POSTGRES_PORT/cloudfunc
  export SPRING_DATASOURCE_USERNAME=cloudfunc SPRING_DATASOURCE_PASSWORD=$POSTGRES_PASSWORD
  export SPRING_RABBITMQ_HOST=127.0.0.1 SPRING_RABBITMQ_PORT=$RABBITMQ_PORT
  export SPRING_RABBITMQ_USERNAME=cloudfunc SPRING_RABBITMQ_PASSWORD=$RABBITMQ_PASSWORD
}

compose_service_healthy() {
  local id
  id=$(compose_ ps -q "$1" 2>/dev/null) &&
    [[ -n $id && $(docker inspect --format '{{.State.Health.Status}}' "$id" 2>/dev/null) == healthy ]]
}

# Their volumes stay.
compose_services_down() {
  [[ -e $DATA/run/compose ]] || return 0
  say 'Stopping PostgreSQL and RabbitMQ of docker compose'
  compose_ rm -s -f postgres rabbitmq >>"$LOGS/compose.log" 2>&1 || true
  rm -f "$DATA/run/compose"
}
