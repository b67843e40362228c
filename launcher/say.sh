# shellcheck shell=bash
# Words to people. Everything here goes to stderr: stdout belongs to data.

say() { printf '%s\n' "$*" >&2; }

# Ends the launcher: what could not be set up, and what to do. 69 is EX_UNAVAILABLE of sysexits.h.
fail() {
  printf 'cloudfunc: %s\n' "$*" >&2
  exit 69
}

usage_error() {
  printf 'cloudfunc: %s\nTry: ./cloudfunc help\n' "$*" >&2
  exit 2
}

tail_of() {
  [[ -s $1 ]] || return 0
  say "--- last lines of $1"
  tail -n "${2:-25}" "$1" >&2
}
