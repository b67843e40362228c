# shellcheck shell=bash
# Measures an installation of its own, on a data directory and ports of its own.

verb_bench() {
  build_up
  bench_plan_is_valid "$@"
  if [[ $SCENARIO == scale ]]; then enter_network "$@"; fi
  SERVER_AOT=$APPS/standalone/bench-$TEACHER.aot
  if [[ $SCENARIO == warm ]]; then without_bounds; fi
  learn_first
  use_data "$DEFAULT_DATA/bench"
  lock_data
  keep_state_apart
  at_exit bench_down
  hosts_down
  beside_down
  system_down
  begin_afresh
  system_up "$(free_port)"
  if [[ $SCENARIO == grow ]]; then beside_up; fi
  unlock_data
  run_bench "$@"
}

# The installation that does not grow, on the broker and the engine of the one that does.
beside() { echo "$DATA/beside"; }

# Its id stays, by which its server finds what an earlier one left at the engine.
beside_up() {
  [[ -z ${SPRING_DATASOURCE_URL:-} ]] || fail 'bench grow measures two installations with a PostgreSQL each, and there is one for both: run it where the embedded one is used'
  rm -rf "$(beside)"/{postgres,worker}
  DOCKER_HOST=$ENGINE CLOUDFUNC_BROKER_PREFIX='' CLOUDFUNC_SERVER_AOT=$SERVER_AOT \
    "$ROOT/cloudfunc" up --detach --data "$(beside)" --port "$(free_port)" 9>&-
}

# Also when it fails the first one must go down.
beside_down() {
  [[ ! -e $(beside)/run/server.pid ]] ||
    CLOUDFUNC_SERVER_AOT=$SERVER_AOT "$ROOT/cloudfunc" down --data "$(beside)" 9>&- || true
}

# What is accepted ahead of what can run is more than may be open at a time.
without_bounds() {
  export CLOUDFUNC_OPEN_CALLS=0 CLOUDFUNC_OPEN_CALLSPERFUNCTION=0
}

bench_down() {
  hosts_down
  beside_down
  go_down
}

# What is measured is a server that begins with what an earlier one learnt from the same calls. The views and the shell are
# measured in other processes.
learn_first() {
  if [[ -s $SERVER_AOT || -n ${CLOUDFUNC_LEARNS:-} || $SCENARIO =~ ^(replay|scale|shell)$ ]]; then return 0; fi
  say 'The first server after a build learns: this run is for that, and does not count'
  CLOUDFUNC_LEARNS=yes "$ROOT/cloudfunc" bench "$TEACHER" >/dev/null
}

# Sets SCENARIO, and TEACHER: the one whose calls a server learns from.
bench_plan_is_valid() {
  local events=''
  SCENARIO=''
  while (($#)); do
    case $1 in
      --json) ;;
      --events)
        events=$(value_of "$@")
        shift
        ;;
      warm | cold | idle | many | replay | grow | scale | shell) SCENARIO=$1 ;;
      *) usage_error "bench takes warm, cold, idle, many, replay, grow, scale or shell, --events N and --json, not: $1" ;;
    esac
    shift
  done
  [[ -n $SCENARIO ]] || usage_error 'bench takes the name of what to measure: warm, cold, idle, many, replay, grow, scale or shell'
  [[ -z $events || $SCENARIO == grow ]] || usage_error "only bench grow takes --events, not: $SCENARIO"
  [[ -z $events || $events =~ ^[1-9][0-9]{0,7}$ ]] || usage_error "--events is $events; expected a number from 1 to 99999999"
  [[ $SCENARIO != grow || -z ${SPRING_DATASOURCE_URL:-} ]] || usage_error 'bench grow measures two installations with a PostgreSQL each: unset SPRING_DATASOURCE_URL'
  TEACHER=${SCENARIO/grow/warm}
}

run_bench() {
  CLOUDFUNC_BENCH_LAUNCHER=$ROOT/cloudfunc CLOUDFUNC_BENCH_BROKER_FROM=$BROKER_FROM CLOUDFUNC_SERVER_AOT=$SERVER_AOT \
    CLOUDFUNC_BENCH_APPS=$APPS \
    CLOUDFUNC_BENCH_QUERY_SIDE=$ROOT/query-side/target/query-side-exec.jar CLOUDFUNC_BENCH_DATA=$DATA CLOUDFUNC_BENCH_BESIDE=$(beside) CLOUDFUNC_BENCH_ENGINE=$ENGINE CLOUDFUNC_BENCH_INSTALLATION=$INSTALLATION \
    "$JAVA_HOME/bin/java" -XX:+UseSerialGC -jar "$ROOT/benchmarks/target/benchmarks-exec.jar" "$@" </dev/null
}
