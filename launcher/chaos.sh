# shellcheck shell=bash
# Kills parts under load and proves that nothing accepted is lost, on a data directory and ports of its own.

verb_chaos() {
  build_up
  chaos_plan_is_valid "$@"
  use_data "$DEFAULT_DATA/chaos"
  lock_data
  keep_state_apart
  at_exit go_down
  system_down
  begin_afresh
  rm -f "$DATA/ledger"
  system_up "$(free_port)"
  unlock_data
  run_chaos "$@"
}

chaos_plan_is_valid() {
  local word=''
  for word; do
    case $word in
      --calls | --kills | --seed | --lose-broker-data | --json) ;;
      *[!0-9]* | '') usage_error "chaos takes --calls N, --kills K, --seed S, --lose-broker-data and --json, not: $word" ;;
    esac
  done
}

# The `up` that follows a kill must not become the one that the user's commands talk to, and what a part said before it
# was killed must be there when something is unexplained.
keep_state_apart() {
  export CLOUDFUNC_OLD_LOGS=200
  export XDG_STATE_HOME=$DATA/state
  STATE=$XDG_STATE_HOME/cloudfunc
}

# A given engine or broker is used, and not killed. The node that was started here must not be taken for a given one.
run_chaos() {
  if [[ $BROKER_FROM == private ]]; then unset "${!SPRING_RABBITMQ_@}"; fi
  CLOUDFUNC_CHAOS_DATA=$DATA CLOUDFUNC_CHAOS_LAUNCHER=$ROOT/cloudfunc CLOUDFUNC_CHAOS_ENGINE=$ENGINE \
    CLOUDFUNC_CHAOS_INSTALLATION=$INSTALLATION \
    "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar "$ROOT/chaos/target/chaos-exec.jar" "$@" </dev/null
}
