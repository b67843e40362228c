# shellcheck shell=bash
# Tests on a real engine and a real broker, private to the tests and kept apart from any installation.

verb_test() {
  local profile=()
  case "$*" in
    '') ;;
    --full) profile=(-Pfull) ;;
    *) usage_error "test takes --full, not: $*" ;;
  esac
  use_data "$CACHE/test"
  lock_data
  java_up
  test_parts_down_at_exit
  test_parts_up
  export_test_settings
  run_all_tests ${profile[@]+"${profile[@]}"}
}

test_parts_up() {
  browser_up
  broker_begin
  engine_up
  images_up
  relay_up
  broker_ready
}

test_parts_down() {
  if engine_again; then
    compose_parts_down >/dev/null 2>&1
    if is_running "$ENGINE_RECORD"; then remove_labelled io.cloudfunc.installation; fi
  fi
  broker_down
  compose_services_down
  engine_down
}

# Parts that test-env keeps running for people stay up.
test_parts_down_at_exit() {
  [[ ! -e $DATA/run/kept ]] || return 0
  at_exit test_parts_down
}

export_test_settings() {
  export CLOUDFUNC_TEST_ENGINE=$ENGINE
  export CLOUDFUNC_TEST_RABBIT=amqp://$SPRING_RABBITMQ_USERNAME:$SPRING_RABBITMQ_PASSWORD@$SPRING_RABBITMQ_HOST:$SPRING_RABBITMQ_PORT
  CLOUDFUNC_TEST_CHROMIUM=$(command -v chromium)
  CLOUDFUNC_TEST_CHROMEDRIVER=$(command -v chromedriver)
  export CLOUDFUNC_TEST_CHROMIUM CLOUDFUNC_TEST_CHROMEDRIVER
  export CLOUDFUNC_TEST_PYTHON_IMAGE=$PYTHON_IMAGE
  export CLOUDFUNC_TEST_RELAY=$RELAY
  export CLOUDFUNC_TEST_NODE_IMAGE=$NODE_IMAGE CLOUDFUNC_TEST_JAVA_IMAGE=$JAVA_IMAGE
  if rabbitmq_installed; then
    CLOUDFUNC_TEST_BROKER_SCRIPT=$(rabbitmq_script)
    export CLOUDFUNC_TEST_BROKER_SCRIPT
  fi
}

# excluded_tags [OPTION...]: those of tests that need what this machine does not let us have, and the long ones unless asked for.
excluded_tags() {
  local tags=()
  [[ $* == *-Pfull* ]] || tags+=(long)
  if [[ -z ${CLOUDFUNC_TEST_BROKER_SCRIPT:-} ]]; then
    say 'Without RabbitMQ from a package, tests that destroy a broker of their own are left out'
    tags+=(own-broker)
  fi
  if ! unshare --mount sh -c 'mount -t tmpfs tmpfs /mnt' 2>/dev/null; then
    say 'Without the right to mount, tests that fill a disk of their own are left out'
    tags+=(own-disk)
  fi
  (IFS=,; echo "${tags[*]}")
}

verb_test_env() {
  use_data "$CACHE/test"
  lock_data
  case "$*" in
    '') test_env_up ;;
    --stop) test_env_down ;;
    *) usage_error "test-env takes --stop, not: $*" ;;
  esac
}

test_env_up() {
  java_up
  test_parts_up
  : >"$DATA/run/kept"
  export_test_settings
  export -p | sed -n 's/^declare -x \(CLOUDFUNC_TEST_[A-Z_]*=\)/export \1/p'
}

test_env_down() {
  rm -f "$DATA/run/kept"
  test_parts_down
}

# Every suite runs, whatever the others say; the last line has the sums. Tests that were skipped did not show anything.
run_all_tests() {
  local failed=0 passed=0 wrong=0 skipped=0
  python_tests || failed=1
  node_tests || failed=1
  relay_tests || failed=1
  java_tests "$@" || failed=1
  compose_tests || failed=1
  chaos_tests || failed=1
  sum_up
  printf '%s passed, %s failed, %s skipped\n' "$passed" "$wrong" "$skipped"
  ((failed == 0 && wrong == 0 && skipped == 0 && passed > 0))
}

python_tests() { runtime_tests python "$PYTHON_IMAGE" python3 -B -m unittest discover -s tests -t .; }

node_tests() {
  runtime_tests node "$NODE_IMAGE" sh -c 'exec node --test --test-reporter=tap tests/*.test.js'
}

# runtime_tests RUNTIME IMAGE COMMAND...: in the image itself, hardened like a function's container.
# The Java runtime's own tests are Maven's.
runtime_tests() {
  local runtime=$1 image=$2 program=$3
  shift 3
  say "Testing the $runtime runtime"
  docker_ run --rm --network none --read-only --cap-drop ALL --security-opt no-new-privileges --user 100001:100001 \
    --tmpfs /tmp -v "$ROOT/runtimes/$runtime:/runtime:ro" -w /runtime --entrypoint "$program" "$image" \
    "$@" >"$LOGS/$runtime-tests.log" 2>&1 || {
    tail_of "$LOGS/$runtime-tests.log" 60
    return 1
  }
}

java_tests() {
  say 'Testing the Java modules'
  rm -f "$ROOT"/{,runtimes/}*/target/{surefire,failsafe}-reports/*.xml
  # What servers of an earlier run had loaded may be of other classes.
  local CLOUDFUNC_TEST_LEARNT=$DATA/learnt
  rm -rf "$CLOUDFUNC_TEST_LEARNT" && mkdir -p "$CLOUDFUNC_TEST_LEARNT"
  export CLOUDFUNC_TEST_LEARNT
  maven_with_progress "$LOGS/maven.log" --fail-at-end "$@" "-DexcludedGroups=$(excluded_tags "$@")" verify || {
    grep -aE '^\[ERROR\]' "$LOGS/maven.log" | head -n 60 >&2 || true
    say "(log: $LOGS/maven.log)"
    return 1
  }
}

# Adds up passed, wrong and skipped over the reports of unittest, node, the relay, surefire and failsafe, the tests of docker-compose.yml, and chaos.
sum_up() {
  local ran bad left
  while read -r ran bad left; do
    passed=$((passed + ran - bad - left))
    wrong=$((wrong + bad))
    skipped=$((skipped + left))
  done < <(python_counts && node_counts && relay_counts && java_counts && compose_counts && chaos_counts)
}

python_counts() { counts_of_unittest "$LOGS/python-tests.log"; }

counts_of_unittest() {
  awk '
    /^Ran [0-9]+ test/ { ran = $2 }
    /^(OK|FAILED)/ {
      count = split($0, words, /[(), ]+/)
      for (i = 1; i <= count; i++) {
        split(words[i], pair, "=")
        if (pair[1] == "failures" || pair[1] == "errors") bad += pair[2]
        if (pair[1] == "skipped") left += pair[2]
      }
    }
    END { print ran + 0, bad + 0, left + 0 }' "$1"
}

node_counts() {
  awk '
    /^# (tests|fail|cancelled|skipped|todo) [0-9]+$/ { count[$2] = $3 }
    END { print count["tests"] + 0, count["fail"] + count["cancelled"] + 0, count["skipped"] + count["todo"] + 0 }' \
    "$LOGS/node-tests.log"
}

java_counts() {
  local report
  for report in "$ROOT"/{,runtimes/}*/target/{surefire,failsafe}-reports/TEST-*.xml; do
    [[ ! -f $report ]] || tr '\n' ' ' <"$report" | sed 's/<testsuite \([^>]*\)>.*/\1/'
    echo
  done | awk '
    function count_of(name) { return match($0, " " name "=\"[0-9]+") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 3) : 0 }
    /tests=/ { print count_of("tests"), count_of("failures") + count_of("errors"), count_of("skipped") }'
}
