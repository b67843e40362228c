# shellcheck shell=bash
# The server's and the shell's programs: built when a source is newer, extracted for a faster start,
# with a JDK AOT cache where the JVM can use it.

APPS=$ROOT/target/cloudfunc
SHELL_AOT=$APPS/shell/shell.aot
SERVER_AOT=${CLOUDFUNC_SERVER_AOT:-$APPS/standalone/server.aot}

build_up() {
  java_up
  if build_needed; then locked_build; fi
}

locked_build() (
  mkdir -p "$APPS"
  if command -v flock >/dev/null; then exec 7>"$APPS/lock" && flock 7; fi
  if sources_changed; then build; fi
  extract standalone
  extract shell
  train_shell
)

build_needed() { sources_changed || jar_changed standalone || jar_changed shell; }

# CLOUDFUNC_BUILT is set by tests, which Maven runs on what it has just built.
sources_changed() {
  local stamp=$APPS/built
  [[ -z ${CLOUDFUNC_BUILT:-} ]] || return 1
  [[ ! -f $stamp || -n $(find "$ROOT"/pom.xml "$ROOT"/*/pom.xml "$ROOT"/*/src/main "$ROOT"/examples -newer "$stamp" -type f -print -quit) ]]
}

jar_changed() { [[ ! -f $(app_jar "$1") || $ROOT/$1/target/$1-exec.jar -nt $(app_jar "$1") ]]; }

# The stamp carries the time at which the build began: what is edited meanwhile is newer.
build() {
  local log=$APPS/build.log
  say 'Building CloudFunc (the first time, Maven fetches what it needs)'
  : >"$APPS/built.new"
  maven_with_progress "$log" -DskipTests package 7>&- || {
    tail_of "$log" 40
    fail "the build failed (log: $log)"
  }
  mv "$APPS/built.new" "$APPS/built"
}

# One jar with nested jars starts slowly; the jar's own tools mode lays it out as a jar and lib/.
extract() {
  local app=$1 jar=$ROOT/$1/target/$1-exec.jar
  jar_changed "$app" || return 0
  [[ -f $jar ]] || fail "the build made no $jar"
  rm -rf "${APPS:?}/$app"
  "$JAVA_HOME/bin/java" -Djarmode=tools -jar "$jar" extract --destination "$APPS/$app" >/dev/null
  touch "$(app_jar "$app")"
}

app_jar() { echo "$APPS/$1/$1-exec.jar"; }

# A one-shot command mostly waits for the JVM's start: a cache of loaded and linked classes halves it. A JVM that cannot
# use it (it is bound to the JDK and the jar) starts without, silently.
train_shell() {
  [[ ! $SHELL_AOT -nt $(app_jar shell) ]] || return 0
  shell_jvm -XX:AOTCacheOutput="$SHELL_AOT" -cp "$(app_jar shell)" io.cloudfunc.shell.Training
  CLOUDFUNC_URL=http://127.0.0.1:$(free_port) "${SHELL_JVM[@]}" >/dev/null 2>&1 </dev/null || true
}

# shell_jvm ARGUMENT...: sets SHELL_JVM. Of what is called by reflection nearly all is called once: to generate code for
# it would take longer than the native way.
shell_jvm() {
  SHELL_JVM=("$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xlog:disable
    -Djdk.reflect.useNativeAccessorOnly=true "$@")
}

# Sets SHELL_JVM, to which the shell's words are added.
shell_command() { shell_jvm -XX:AOTCache="$SHELL_AOT" -jar "$(app_jar shell)"; }

# In a process of its own: what it needs must have been built.
shell_program() {
  shell_command
  "${SHELL_JVM[@]}" "$@"
}

# In the place of the launcher, so that arguments, input, signals and the exit code are the program's own.
shell_exec() {
  build_up
  server_of_last_up
  shell_command
  exec "${SHELL_JVM[@]}" "$@"
}
