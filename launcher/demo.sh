# shellcheck shell=bash
# The main job, told step by step, on a data directory and ports of its own. Only the demo itself writes to stdout.

verb_demo() {
  local argument
  for argument; do
    [[ $argument == --json ]] || usage_error "demo takes --json, not: $argument"
  done
  use_data "$DEFAULT_DATA/demo"
  lock_data
  at_exit go_down
  system_down
  begin_afresh
  system_up "$(free_port)" python
  use_server "$(server_url)" "$DATA"
  run_demo "$@"
}

# Each demo tells its story from the beginning; engine, images and packages stay.
begin_afresh() { rm -rf "$DATA"/{postgres,worker,broker/mnesia}; }

run_demo() {
  local outcome=0
  (cd "$ROOT" && shell_program demo "$@" </dev/null 9>&-) || outcome=$?
  ((outcome == 0)) || tail_of "$LOGS/server.log"
  [[ $BROKER_FROM != private ]] || say "RabbitMQ's own count: $(broker_counts)"
  return "$outcome"
}
