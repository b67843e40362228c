# shellcheck shell=bash
# The Docker engine: one that is configured or already runs is used and never stopped;
# else, on Debian as root, a private one per data directory with no effect on the machine's network.

# Sets ENGINE (its address) and DOCKER (the client to use with it), and writes the address down for `down`.
engine_up() {
  engine_paths
  if is_running "$ENGINE_RECORD"; then
    private_engine
    engine_answers || fail "the Docker engine at $ENGINE does not answer (log: $LOGS/engine.log)"
  elif ! engine_given; then
    engine_install
    engine_start
  fi
  echo "$ENGINE" >"$ENGINE_ADDRESS"
}

engine_paths() {
  ENGINE_RECORD=$DATA/run/engine.pid
  ENGINE_ADDRESS=$DATA/run/engine.address
}

private_engine() {
  ENGINE=unix://$RUN/docker.sock
  DOCKER=$(private_client)
}

engine_given() {
  ENGINE=${DOCKER_HOST:-}
  DOCKER=$(command -v docker || true)
  if [[ -n $ENGINE ]]; then
    [[ $ENGINE == unix://* ]] || fail "DOCKER_HOST is $ENGINE; workers need an engine on this machine: expected unix:///path/docker.sock"
    [[ -n $DOCKER ]] || fail "DOCKER_HOST is set, but there is no docker client on PATH: install one (Debian: apt-get install docker.io)"
    engine_answers || fail "no Docker engine answers at DOCKER_HOST=$ENGINE: start it, or unset DOCKER_HOST"
    return 0
  fi
  ENGINE=unix:///var/run/docker.sock
  [[ -S /var/run/docker.sock && -n $DOCKER ]] && engine_answers
}

docker_() { "$DOCKER" -H "$ENGINE" "$@"; }

engine_answers() { timeout 10 "$DOCKER" -H "$ENGINE" version >/dev/null 2>&1; }

engine_install() {
  [[ -x /usr/sbin/dockerd ]] && private_client >/dev/null && return 0
  can_install_packages || fail "$(engine_advice)"
  install_packages 'the Docker engine' docker.io
  private_client >/dev/null || install_packages 'the Docker client' docker-cli
}

engine_advice() {
  if [[ -S /var/run/docker.sock && ! -w /var/run/docker.sock ]]; then
    echo "you may not use the Docker engine at /var/run/docker.sock: sudo usermod -aG docker $(id -un), then log in again"
  elif [[ $(uname -s) == Linux ]]; then
    echo "no Docker engine answers at /var/run/docker.sock: install Docker (https://docs.docker.com/engine/install/) and start it (sudo systemctl start docker), or set DOCKER_HOST=unix:///path/docker.sock; on Debian, running ./cloudfunc as root sets one up"
  else
    echo "no Docker engine answers; functions need Linux: run ./cloudfunc in a Linux machine with Docker, or start the whole with docker compose up"
  fi
}

# The client of the engine's own package; another one may come first on PATH.
private_client() { [[ -x /usr/bin/docker ]] && echo /usr/bin/docker; }

# Containers outlive the engine (--live-restore), so that an engine that died can be started again under them.
engine_start() {
  say 'Starting a private Docker engine'
  private_engine
  make_run_directory
  mkdir -p "$DATA/engine"
  forget_dead_engine
  grep -qsF " $DATA/engine " /proc/mounts || : >"$RUN/unmount"
  echo '{}' >"$RUN/daemon.json"
  # Only what was there before this engine, and is still: what it starts is no stray, and a number may be given again.
  local before running
  before=$(shims)
  start_process "$ENGINE_RECORD" "$LOGS/engine.log" /usr/sbin/dockerd \
    --config-file "$RUN/daemon.json" --host "$ENGINE" \
    --data-root "$DATA/engine" --exec-root "$RUN/exec" --pidfile "$RUN/dockerd.pid" \
    --bridge=none --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false --live-restore
  wait_until 60 "$ENGINE_RECORD" engine_answers || {
    tail_of "$LOGS/engine.log"
    fail "the Docker engine did not start (log: $LOGS/engine.log)"
  }
  running=$(docker_ ps -q --no-trunc) || fail "the Docker engine does not list its containers (log: $LOGS/engine.log)"
  end_strays "$(grep -Fxf <(echo "$before") <(shims))" "$running"
}

# What an engine that was killed had begun and not yet written down, or written off and not yet ended: the one after it
# does not know that it runs.
# end_strays SHIMS IDS: ends those of the first that hold none of the second
end_strays() {
  local pid id
  while read -r pid id; do
    if [[ -n $pid && $2 != *"$id"* ]]; then end_shim "$pid"; fi
  done <<<"$1"
}

# The processes of this engine that hold a container each: pid and the container's id, a line each.
shims() {
  local file pid arguments n
  for file in $(grep -ls '^containerd-shim$' /proc/[0-9]*/comm); do
    pid=${file//[^0-9]/}
    mapfile -d '' -t arguments <"/proc/$pid/cmdline" || continue
    [[ " ${arguments[*]} " == *" -address $RUN/exec/containerd/containerd.sock "* ]] || continue
    for n in "${!arguments[@]}"; do
      if [[ ${arguments[n]} == -id ]]; then echo "$pid ${arguments[n + 1]}"; fi
    done
  done 2>/dev/null
}

# end_shim PID, with its container: the kernel ends what is left in a PID namespace whose first process ended.
end_shim() {
  # shellcheck disable=SC2046 # one word per process
  kill -KILL $(cat "/proc/$1/task/$1/children" 2>/dev/null) 2>/dev/null || true
  kill -TERM "$1" 2>/dev/null || true
  wait_for_end "$1" 5 || kill -KILL "$1" 2>/dev/null || true
}

# dockerd takes a process that ended but was not yet reaped for one that runs; containerd ends with it.
forget_dead_engine() {
  local file=$RUN/exec/containerd/containerd.pid
  rm -f "$RUN/dockerd.pid"
  if [[ -s $file ]] && ! start_time_of "$(<"$file")" >/dev/null; then rm -f "$file"; fi
}

# Finds the engine that the last engine_up used. A private one that died is started again, since only
# an engine can end the containers it left.
engine_again() {
  engine_paths
  [[ -s $ENGINE_ADDRESS ]] || return 1
  ENGINE=$(<"$ENGINE_ADDRESS")
  if [[ $ENGINE == "unix://$RUN/docker.sock" ]]; then
    private_engine
    is_running "$ENGINE_RECORD" || engine_start
  else
    DOCKER=$(command -v docker) && engine_answers
  fi
}

engine_down() {
  engine_paths
  if is_running "$ENGINE_RECORD"; then
    say 'Stopping the private Docker engine'
    private_engine
    kill_containers
    stop_process "$ENGINE_RECORD" 20
    end_strays "$(shims)" ''
  fi
  rm -f "$ENGINE_ADDRESS"
  unmount_engine
  remove_run_directory
}

# dockerd mounts its directory onto itself, and with --live-restore leaves it so. Its own note of that goes when it is
# started again after it was killed.
unmount_engine() {
  if [[ -e $RUN/unmount ]]; then umount -R "$DATA/engine" 2>/dev/null || true; fi
}

# What still runs in a private engine would be left behind by --live-restore.
kill_containers() {
  local ids
  ids=$(docker_ ps -q 2>/dev/null) || return 0
  # shellcheck disable=SC2086 # one word per container
  [[ -z $ids ]] || docker_ kill $ids >/dev/null 2>&1 || true
}

# remove_labelled LABEL[=VALUE]: the containers and volumes with that label, and nothing else.
remove_labelled() {
  local ids
  ids=$(docker_ ps -aq --filter "label=$1") || return 0
  # shellcheck disable=SC2086
  [[ -z $ids ]] || docker_ rm -f -v $ids >/dev/null 2>&1 || true
  ids=$(docker_ volume ls -q --filter "label=$1") || return 0
  # shellcheck disable=SC2086
  [[ -z $ids ]] || docker_ volume rm -f $ids >/dev/null 2>&1 || true
}

# Unix socket paths must stay below 108 bytes: the engine's sockets live in a short directory of their own.
make_run_directory() {
  (umask 077 && mkdir -p "$RUN")
  [[ -O $RUN ]] || fail "$RUN belongs to somebody else: remove it"
  chmod 0700 "$RUN"
}

remove_run_directory() {
  [[ -d $RUN && -O $RUN ]] || return 0
  local mount
  while read -r _ mount _; do
    if [[ $mount == "$RUN"/* ]]; then umount -l "$mount" 2>/dev/null || true; fi
  done < <(sort -rk2 /proc/mounts)
  rm -rf --one-file-system "$RUN"
}
