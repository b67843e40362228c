# shellcheck shell=bash
# RabbitMQ: a configured one is used; else, on Debian as root, a private node on loopback per data
# directory; else the one of docker-compose.yml.

BROKER_LISTENS=127.0.0.1

# broker_begin starts what is missing; broker_ready waits for it and exports SPRING_RABBITMQ_HOST, _PORT,
# _USERNAME and _PASSWORD. In between there is time for other things.
broker_begin() {
  broker_paths
  if [[ -n ${SPRING_RABBITMQ_HOST:-} ]]; then
    BROKER_FROM=environment
  elif is_running "$BROKER_RECORD" || rabbitmq_installed || can_install_packages; then
    BROKER_FROM=private
    private_broker_begin
  elif compose_command >/dev/null; then
    BROKER_FROM=compose
    compose_services_up
  else
    fail "no RabbitMQ: install Docker's compose plugin (the one of docker-compose.yml is then used), or set SPRING_RABBITMQ_HOST, SPRING_RABBITMQ_PORT, SPRING_RABBITMQ_USERNAME and SPRING_RABBITMQ_PASSWORD; on Debian, running ./cloudfunc as root sets one up"
  fi
}

broker_ready() {
  case $BROKER_FROM in
    private) private_broker_ready ;;
    compose) compose_services_ready ;;
  esac
}

broker_paths() {
  BROKER=$DATA/broker
  BROKER_RECORD=$DATA/run/broker.pid
  EPMD_RECORD=$DATA/run/epmd.pid
}

rabbitmq_installed() { [[ $(id -u) == 0 ]] && rabbitmq_script >/dev/null; }

# The package's own script; the wrapper in sbin would change to another user.
rabbitmq_script() {
  local script
  for script in /usr/lib/rabbitmq/bin/rabbitmq-server /usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server; do
    if [[ -x $script ]]; then
      echo "$script"
      return 0
    fi
  done
  return 1
}

private_broker_begin() {
  rabbitmq_installed || install_packages 'RabbitMQ' rabbitmq-server
  (umask 077 && mkdir -p "$BROKER/home" "$BROKER/mnesia" "$BROKER/log")
  broker_password
  if ! is_running "$BROKER_RECORD"; then
    stop_process "$EPMD_RECORD" 5
    broker_ports
    broker_configuration
    broker_start
  fi
}

private_broker_ready() {
  read -r BROKER_PORT _ <"$BROKER/ports"
  wait_until 90 "$BROKER_RECORD" port_is_open "$BROKER_PORT" || {
    tail_of "$LOGS/broker.log"
    tail_of "$BROKER/log/broker.log"
    fail "RabbitMQ did not start (logs: $LOGS/broker.log, $BROKER/log/broker.log)"
  }
  export SPRING_RABBITMQ_HOST=127.0.0.1 SPRING_RABBITMQ_PORT=$BROKER_PORT
  export SPRING_RABBITMQ_USERNAME=cloudfunc SPRING_RABBITMQ_PASSWORD=$BROKER_PASSWORD
}

# Made once: the node takes it over when it first creates its database.
broker_password() {
  local file=$BROKER/password
  [[ -s $file ]] || (umask 077 && random_hex 20 >"$file")
  BROKER_PASSWORD=$(<"$file")
}

# AMQP, distribution and epmd ports: chosen once, and again only if somebody else took one meanwhile.
broker_ports() {
  local file=$BROKER/ports amqp='' dist='' epmd='' port
  if [[ -s $file ]]; then read -r amqp dist epmd <"$file"; fi
  for port in $amqp $dist $epmd; do
    if port_is_open "$port"; then amqp=''; fi
  done
  [[ -n $amqp && -n $epmd ]] || printf '%s %s %s\n' "$(free_port)" "$(free_port)" "$(free_port)" >"$file"
  read -r BROKER_PORT BROKER_DIST_PORT BROKER_EPMD_PORT <"$file"
}

# consumer_timeout is off: a function may run for hours before its message is acknowledged.
broker_configuration() {
  (
    umask 077
    cat >"$BROKER/rabbitmq.conf" <<CONF
listeners.tcp.1 = $BROKER_LISTENS:$BROKER_PORT
default_user = cloudfunc
default_pass = $BROKER_PASSWORD
log.console = false
log.file = broker.log
log.file.level = info
log.file.rotation.size = 10485760
log.file.rotation.count = 2
CONF
    echo '[{rabbit, [{consumer_timeout, undefined}]}].' >"$BROKER/advanced.config"
    echo '[].' >"$BROKER/plugins"
    : >"$BROKER/environment"
  )
}

broker_start() {
  say 'Starting a private RabbitMQ node'
  start_process "$EPMD_RECORD" "$LOGS/epmd.log" epmd -port "$BROKER_EPMD_PORT" -address 127.0.0.1
  wait_until 10 "$EPMD_RECORD" port_is_open "$BROKER_EPMD_PORT" || fail "epmd did not start (log: $LOGS/epmd.log)"
  broker_node
}

# Where input is allowed the script becomes the node, else it waits beside it and would leave it behind when killed;
# the second option takes the input away again.
broker_node() {
  start_process "$BROKER_RECORD" "$LOGS/broker.log" env \
    HOME="$BROKER/home" \
    RABBITMQ_CONF_ENV_FILE="$BROKER/environment" \
    RABBITMQ_CONFIG_FILE="$BROKER/rabbitmq.conf" \
    RABBITMQ_ADVANCED_CONFIG_FILE="$BROKER/advanced.config" \
    RABBITMQ_ENABLED_PLUGINS_FILE="$BROKER/plugins" \
    RABBITMQ_NODENAME="cloudfunc-$INSTALLATION@localhost" \
    RABBITMQ_NODE_IP_ADDRESS="$BROKER_LISTENS" \
    RABBITMQ_NODE_PORT="$BROKER_PORT" \
    RABBITMQ_DIST_PORT="$BROKER_DIST_PORT" \
    RABBITMQ_MNESIA_BASE="$BROKER/mnesia" \
    RABBITMQ_LOG_BASE="$BROKER/log" \
    RABBITMQ_ALLOW_INPUT=1 \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-noinput -kernel inet_dist_use_interface {127,0,0,1}' \
    ERL_EPMD_PORT="$BROKER_EPMD_PORT" ERL_EPMD_ADDRESS=127.0.0.1 \
    "$(rabbitmq_script)"
}

# epmd ends last: the node takes its leave there.
broker_down() {
  broker_paths
  if is_running "$BROKER_RECORD"; then
    say 'Stopping the private RabbitMQ node'
    stop_process "$BROKER_RECORD" 30
  fi
  stop_process "$EPMD_RECORD" 5
}

# The private node's own count of the messages that it took, handed on and had acknowledged since its start.
broker_counts() {
  local _dist epmd
  is_running "$BROKER_RECORD" || return 0
  read -r _ _dist epmd <"$BROKER/ports"
  HOME="$BROKER/home" RABBITMQ_CONF_ENV_FILE="$BROKER/environment" ERL_EPMD_PORT="$epmd" \
    RABBITMQ_NODENAME="cloudfunc-$(installation_id)@localhost" \
    "$(dirname "$(rabbitmq_script)")/rabbitmqctl" -q eval 'rabbit_global_counters:overview().' 2>/dev/null | tr ', ' '\n\n' | awk '
      /messages_(received|delivered|acknowledged)_total/ { name = $1; sub(/^#\{/, "", name); next }
      name != "" && /^[0-9]+/ { sum[name] += $1; name = "" }
      END {
        printf "%d messages received, %d delivered, %d acknowledged", sum["messages_received_total"],
          sum["messages_delivered_total"], sum["messages_acknowledged_total"]
      }'
}
