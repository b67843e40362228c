# shellcheck shell=bash
# A short run of chaos as a test: 1,000 calls, every part killed at least once, on an engine and a broker of its own.

chaos_tests() {
  say 'Testing with chaos'
  : >"$LOGS/chaos-tests.json"
  (
    unset "${!SPRING_RABBITMQ_@}"
    CLOUDFUNC_DATA=$CACHE/chaos-test "$ROOT/cloudfunc" chaos --calls 1000 --kills 6 --seed 1 --lose-broker-data --json
  ) >"$LOGS/chaos-tests.json" 2>"$LOGS/chaos-tests.log" 9>&- || {
    tail_of "$LOGS/chaos-tests.log"
    cat "$LOGS/chaos-tests.json" >&2
    return 1
  }
}

chaos_counts() {
  if grep -qx '  "clean" : true' "$LOGS/chaos-tests.json"; then echo 1 0 0; else echo 1 1 0; fi
}
