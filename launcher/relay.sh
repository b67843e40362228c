# shellcheck shell=bash
# The relay: a static program in front of images that do not speak the fn contract themselves. It is built when its
# source is newer; without a C compiler everything else works.

readonly RELAY=$ROOT/target/cloudfunc/relay

# Puts it where the worker of this installation looks for it.
relay_up() {
  relay_built || return 0
  cmp -s "$RELAY" "$DATA/worker/relay" && return 0
  mkdir -p "$DATA/worker"
  install -m 0755 "$RELAY" "$DATA/worker/relay.new"
  mv "$DATA/worker/relay.new" "$DATA/worker/relay"
}

relay_built() {
  if [[ -x $RELAY && -z $(find "$ROOT/runtimes/relay" -newer "$RELAY" -type f -print -quit) ]]; then return 0; fi
  mkdir -p "${RELAY%/*}"
  build_relay && return 0
  if can_install_packages && ! has_static_compiler; then
    install_packages 'the relay of http and stdio images' gcc libc6-dev
    build_relay && return 0
  fi
  tail_of "$LOGS/relay.log" 5
  say "Images with the contracts http and stdio will not run: their relay needs a C compiler and a static libc (Debian: gcc libc6-dev; log: $LOGS/relay.log)"
  return 1
}

build_relay() {
  "$ROOT/runtimes/relay/build.sh" "$RELAY.new" >"$LOGS/relay.log" 2>&1 && mv "$RELAY.new" "$RELAY"
}

has_static_compiler() { command -v cc >/dev/null && [[ $(cc -print-file-name=libc.a) == /* ]]; }

relay_tests() {
  say 'Testing the relay'
  { "$ROOT/runtimes/relay/build.sh" --test "$RELAY-tests" && "$RELAY-tests"; } >"$LOGS/relay-tests.log" 2>&1 || {
    tail_of "$LOGS/relay-tests.log"
    return 1
  }
}

# The same words as unittest's.
relay_counts() { counts_of_unittest "$LOGS/relay-tests.log"; }
