#!/usr/bin/env bash
# Starts a worker with a data directory that no other worker of this machine has now: the first one's is CLOUDFUNC_DATA_DIR,
# those of others lie in it. A worker's name is kept there, by which one that is started again finds its containers.
set -euo pipefail

first=$CLOUDFUNC_DATA_DIR
number=1
while :; do
  mkdir -p "$CLOUDFUNC_DATA_DIR"
  # Held by the worker itself, as long as it runs.
  exec 9>"$CLOUDFUNC_DATA_DIR/lock"
  if flock -n 9; then break; fi
  number=$((number + 1))
  export CLOUDFUNC_DATA_DIR=$first/worker-$number
done
exec "$@"
