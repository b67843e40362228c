# shellcheck shell=bash
# A JDK 25 or newer, found by itself: JAVA_HOME, the java on PATH, the system's JVM directories.

readonly JAVA_NEEDED=25

# Sets and exports JAVA_HOME.
java_up() {
  local home found=''
  while read -r home; do
    if [[ -x $home/bin/javac ]] && (($(java_version "$home") >= JAVA_NEEDED)); then
      export JAVA_HOME=$home
      return 0
    fi
    [[ ! -x $home/bin/java ]] || found+=" $home ($(java_version "$home"))"
  done < <(java_candidates)
  fail "JDK $JAVA_NEEDED or newer is needed; found:${found:- none}. Install one (https://adoptium.net/temurin/releases/?version=25, or your system's package, such as temurin-25-jdk or openjdk-25-jdk) and, if it is not under /usr/lib/jvm, set JAVA_HOME to it"
}

java_candidates() {
  local java
  [[ -z ${JAVA_HOME:-} ]] || echo "$JAVA_HOME"
  if java=$(command -v java); then
    java=$(readlink -f "$java" 2>/dev/null || echo "$java")
    echo "${java%/bin/java}"
  fi
  ls -d /usr/lib/jvm/* /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/.sdkman/candidates/java/* 2>/dev/null || true
}

# The feature release, from the JDK's own release file.
java_version() {
  local version
  version=$(sed -n 's/^JAVA_VERSION="\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' "$1/release" 2>/dev/null)
  echo "${version:-0}"
}

maven() {
  command -v mvn >/dev/null || fail "Maven is needed to build CloudFunc: install it (Debian: apt-get install maven) so that mvn is on PATH"
  (cd "$ROOT" && mvn -B -ntp "$@" </dev/null 2>&1 9>&-)
}

# Maven's log goes to a file; what it is at goes to stderr.
maven_with_progress() {
  local log=$1
  shift
  maven "$@" | tee "$log" |
    grep --line-buffered '^\[INFO\] Building .*\[[0-9]*/[0-9]*\]' |
    while read -r _ _ module rest; do echo "  ${rest##* } $module"; done >&2
}
