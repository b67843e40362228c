# shellcheck shell=bash
# Several hosts on this machine for `bench scale`: network namespaces, of which nothing is left when their processes end.

# Goes on in a network of its own, where everybody may listen on all addresses: nobody else is there.
enter_network() {
  if [[ -z ${CLOUDFUNC_OUTSIDE:-} || $CLOUDFUNC_OUTSIDE == "$(own_network)" ]]; then
    hosts_are_possible
    parts_at_hand
    CLOUDFUNC_OUTSIDE=$(own_network) exec unshare --net -- "$ROOT/cloudfunc" bench "$@"
  fi
  ip link set lo up
  BROKER_LISTENS=0.0.0.0
  unset "${!SPRING_RABBITMQ_@}" "${!SPRING_DATASOURCE_@}"
}

own_network() { readlink /proc/self/ns/net; }

hosts_are_possible() {
  local program
  [[ $(id -u) == 0 ]] || fail 'bench scale makes networks of its own, which only root may'
  for program in unshare nsenter ip; do
    command -v "$program" >/dev/null || fail "bench scale needs $program (Debian: apt-get install util-linux iproute2)"
  done
  rabbitmq_installed || can_install_packages || fail 'bench scale needs a RabbitMQ of its own; on Debian it sets one up'
}

# Whatever has to be fetched from elsewhere: there is no way out of the network. The first `bench scale` of a build also
# learns what its server begins with.
parts_at_hand() (
  unset "${!SPRING_RABBITMQ_@}" "${!SPRING_DATASOURCE_@}"
  SERVER_AOT=$APPS/standalone/bench-scale.aot
  for app in command-side query-side invoker; do extract "$app"; done
  if [[ -s $SERVER_AOT ]]; then return 0; fi
  use_data "$DEFAULT_DATA/bench"
  lock_data
  keep_state_apart
  at_exit go_down
  system_down
  begin_afresh
  system_up "$(free_port)" python
)

# What the bench itself could not end.
hosts_down() {
  local record
  for record in "$DATA"/run/host-*.pid; do stop_process "$record" 0; done
  rm -rf "$DATA/hosts"
}
