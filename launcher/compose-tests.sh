# shellcheck shell=bash
# Tests of docker-compose.yml: the file, the images it builds on local roots, and the job done by the parts that need
# no registry. PostgreSQL and RabbitMQ are those of the tests.

readonly NGINX_BASE=cloudfunc/test-nginx:local
readonly COMPOSE_PROJECT=cloudfunc-compose-test
readonly ROLES='command query router worker'

compose_tests() (
  say 'Testing docker-compose.yml'
  : >"$LOGS/compose-tests.log"
  : >"$(compose_checks)"
  have_compose || exit 1
  compose_test_settings
  check 'the file is valid for every docker compose that is here' compose_file_is_valid
  check 'a password that is not set is asked for by its name' compose_asks_for_passwords
  check 'workers of one machine have directories of their own' compose_workers_are_apart
  if check 'the jars that the images are made of are there (where a module failed, Maven makes none after it)' compose_jars_are_there &&
    check 'builds every image on a local root' compose_builds; then
    check 'every part becomes ready' compose_parts_start && compose_check_job
    check 'nothing is left when the parts are stopped' compose_parts_stop
  fi
  ! grep '^failed' "$(compose_checks)" >&2 || {
    tail_of "$LOGS/compose-tests.log" 60
    exit 1
  }
)

# One line for each test: how it ended, and what it shows.
compose_checks() { echo "$LOGS/compose-checks"; }

compose_check_job() {
  check 'deploys and invokes source of each runtime through the origin' compose_invokes
  check 'reads through the origin what happened' compose_reads
  check 'answers a problem while a side is away' compose_side_away
}

# check WORDS COMMAND...: a test; its output goes to the log.
check() {
  local words=$1
  shift
  if (echo "== $words ($SECONDS s)" && "$@") </dev/null >>"$LOGS/compose-tests.log" 2>&1; then
    echo "passed $words" >>"$(compose_checks)"
  else
    echo "failed $words" >>"$(compose_checks)"
    return 1
  fi
}

# In the form of the other counts: tests, failures, skipped.
compose_counts() { awk '$1 == "failed" { bad++ } END { print NR, bad + 0, 0 }' "$(compose_checks)"; }

# Debian's is 1.29, the oldest that the file is for.
have_compose() {
  if can_install_packages && ! command -v docker-compose >/dev/null; then
    install_packages 'docker-compose' docker-compose
  fi
  compose_command >/dev/null || {
    say "docker compose is needed to test docker-compose.yml: install Docker's compose plugin"
    echo 'failed docker compose is there' >>"$(compose_checks)"
    return 1
  }
}

# Read by docker-compose.yml and compose/tests.yml.
compose_test_settings() {
  COMPOSE_DATA=$DATA/compose
  mkdir -p "$COMPOSE_DATA"
  export DOCKER_HOST=$ENGINE DOCKER_BUILDKIT=0 COMPOSE_DOCKER_CLI_BUILD=0
  export IMAGES=$COMPOSE_PROJECT NGINX_BASE
  CLOUDFUNC_KEY=cf_$(random_hex 6)_$(random_hex 32)
  export CLOUDFUNC_KEY POSTGRES_PASSWORD=none RABBITMQ_PASSWORD=$SPRING_RABBITMQ_PASSWORD
  export CLOUDFUNC_DATA=$COMPOSE_DATA/worker CLOUDFUNC_INSTALLATION=compose-test
  # The tests' broker keeps its queues, and one that was declared otherwise by an earlier state is refused.
  BROKER_PREFIX=$COMPOSE_PROJECT-$(date +%s)
  export DOCKER_SOCKET=${ENGINE#unix://}
  DOCKER_VOLUMES=$(docker_ info --format '{{.DockerRootDir}}')/volumes
  PORT=$(free_port) POSTGRES_PORT=$(free_port) ORIGIN_PORT=$(free_port)
  COMMAND_PORT=$(free_port) QUERY_PORT=$(free_port) ROUTER_PORT=$(free_port) WORKER_PORT=$(free_port)
  export BROKER_PREFIX DOCKER_VOLUMES PORT POSTGRES_PORT ORIGIN_PORT COMMAND_PORT QUERY_PORT ROUTER_PORT WORKER_PORT
}

compose_test_() {
  local command
  read -ra command < <(compose_command)
  "${command[@]}" -p "$COMPOSE_PROJECT" -f "$ROOT/docker-compose.yml" -f "$ROOT/compose/tests.yml" "$@"
}

compose_file_is_valid() {
  local found=''
  if docker compose version 2>/dev/null; then found=2 && compose_configs docker compose || return 1; fi
  if command -v docker-compose; then found=1 && compose_configs docker-compose || return 1; fi
  [[ -n $found ]]
}

compose_configs() {
  "$@" version && "$@" -f "$ROOT/docker-compose.yml" config -q &&
    "$@" -f "$ROOT/docker-compose.yml" -f "$ROOT/compose/tests.yml" config -q
}

compose_asks_for_passwords() {
  local command said
  read -ra command < <(compose_command)
  unset POSTGRES_PASSWORD
  : >"$COMPOSE_DATA/empty.env"
  ! said=$("${command[@]}" -f "$ROOT/docker-compose.yml" --env-file "$COMPOSE_DATA/empty.env" config -q 2>&1) &&
    [[ $said == *POSTGRES_PASSWORD*'set it in a file .env'* ]]
}

# Once a worker has ended, the next one has its directory, and so its name.
compose_workers_are_apart() {
  local data=$COMPOSE_DATA/apart
  rm -rf "$data" && mkdir -p "$data"
  exec 5> >(CLOUDFUNC_DATA_DIR=$data/all compose_worker >"$data/first")
  until [[ -s $data/first ]]; do sleep 0.1; done
  [[ $(<"$data/first") == "$data/all" ]] || return 1
  [[ $(CLOUDFUNC_DATA_DIR=$data/all compose_worker </dev/null) == "$data/all/worker-2" ]] || return 1
  exec 5>&-
  until flock -n "$data/all/lock" true; do sleep 0.1; done
  [[ $(CLOUDFUNC_DATA_DIR=$data/all compose_worker </dev/null) == "$data/all" ]]
}

# One that tells its directory and runs as long as it has input.
compose_worker() {
  # shellcheck disable=SC2016 # for the worker itself
  bash "$ROOT/compose/worker.sh" sh -c 'echo "$CLOUDFUNC_DATA_DIR"; exec cat >/dev/null'
}

compose_jars_are_there() { (cd "$ROOT" && ls {command-side,query-side,invoker,standalone,shell}/target/*-exec.jar); }

compose_builds() {
  java_base_up
  export JAVA_BASE=$BASE_IMAGE JDK_BASE=$BASE_IMAGE
  node_base_up
  export NODE_BASE=$BASE_IMAGE
  python_base_up
  export PYTHON_BASE=$BASE_IMAGE
  nginx_base_up && compose_test_ build python node java command query router origin
}

# The Python runtime's root with the nginx of Debian's package, whose libraries the root has.
nginx_base_up() {
  local context
  [[ $(inputs_of_images "$NGINX_BASE") != "$BASE_IMAGE" ]] || return 0
  has_nginx_package || {
    docker_ pull nginx:1.28 && docker_ tag nginx:1.28 "$NGINX_BASE"
    return
  }
  context=$(mktemp -d "$COMPOSE_DATA/nginx.XXXXXX")
  (
    cd "$context" && apt-get -q download nginx && dpkg-deb -x nginx_*.deb package &&
      printf 'FROM %s\nCOPY package/usr/sbin/nginx /usr/sbin/\nLABEL io.cloudfunc.inputs="%s"\n' \
        "$BASE_IMAGE" "$BASE_IMAGE" >Dockerfile &&
      docker_ build -q --network none -t "$NGINX_BASE" .
  )
  rm -rf "$context"
  has_image "$NGINX_BASE"
}

has_nginx_package() { can_install_packages && apt-cache show nginx >/dev/null 2>&1; }

compose_parts_start() {
  local role end=$((SECONDS + 120))
  mkdir -p "$CLOUDFUNC_DATA"
  compose_postgres_start || return 1
  # `run` publishes no ports, which would not go with the machine's network.
  # shellcheck disable=SC2086 # one word per role
  compose_test_ up -d --no-build --no-deps $ROLES &&
    compose_test_ run -d --no-deps --name "$COMPOSE_PROJECT-origin" origin || return 1
  for role in $ROLES; do
    until [[ $(health_of "$role") == healthy ]]; do
      if ((SECONDS >= end)) || [[ $(health_of "$role") == gone ]]; then
        compose_test_ logs --tail 40 "$role"
        return 1
      fi
      sleep 0.5
    done
  done
  [[ $(http_status "$ORIGIN_PORT" /readyz) == 200 ]]
}

health_of() {
  local id
  id=$(compose_test_ ps -q "$1")
  docker_ inspect --format '{{if .State.Running}}{{.State.Health.Status}}{{else}}gone{{end}}' "$id"
}

compose_postgres_start() {
  local jars=$COMPOSE_DATA/jars
  rm -rf "$jars" "$COMPOSE_DATA/postgres"
  "$JAVA_HOME/bin/java" -Djarmode=tools -jar "$ROOT/standalone/target/standalone-exec.jar" extract --destination "$jars"
  start_process "$DATA/run/compose-postgres.pid" "$LOGS/compose-postgres.log" "$JAVA_HOME/bin/java" \
    -cp "$jars/lib/*" "$ROOT/compose/TestPostgres.java" "$POSTGRES_PORT" "$COMPOSE_DATA/postgres"
  wait_until 60 "$DATA/run/compose-postgres.pid" port_is_open "$POSTGRES_PORT"
}

compose_shell() {
  CLOUDFUNC_URL=http://127.0.0.1:$ORIGIN_PORT \
    "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar "$ROOT/shell/target/shell-exec.jar" "$@"
}

compose_invokes() {
  local runtime
  for runtime in python node java; do
    compose_shell deploy "hello-$runtime" "$ROOT/examples/hello-$runtime" &&
      [[ $(compose_shell invoke "hello-$runtime" -d '{"name":"Ada"}') =~ ^'{"message":'' '?'"Hello, Ada!"}'$ ]] || return 1
  done
}

compose_reads() { compose_shell history hello-python -o json | grep -F RevisionReady; }

compose_side_away() {
  compose_test_ stop -t 30 query
  [[ $(http_status "$ORIGIN_PORT" /v1/functions) == 503 ]]
}

# The worker takes its functions' containers with it.
compose_parts_stop() {
  compose_test_ stop -t 45
  [[ -z $(docker_ ps -aq --filter label=io.cloudfunc.installation=compose-test) ]] || return 1
  compose_parts_down
  [[ -z $(docker_ ps -aq --filter "label=com.docker.compose.project=$COMPOSE_PROJECT") ]]
}

# Also ends what an interrupted test left.
compose_parts_down() {
  stop_process "$DATA/run/compose-postgres.pid" 20
  rm -rf "$DATA"/compose/{jars,postgres}
  remove_labelled "com.docker.compose.project=$COMPOSE_PROJECT"
  docker_ image rm -f "$COMPOSE_PROJECT"/{command,query,invoker,python,node,java,origin}:local
  docker_ image prune -f --filter label=io.cloudfunc.stage
}
