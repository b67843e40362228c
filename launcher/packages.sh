# shellcheck shell=bash
# Debian packages, installed without letting them start services of their own.

readonly POLICY=/usr/sbin/policy-rc.d
readonly POLICY_MARK='# placed by cloudfunc while it installs packages'
readonly PACKAGE_LOCK=/run/lock/cloudfunc-packages

can_install_packages() {
  [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null && grep -qE '^ID(_LIKE)?=.*debian' /etc/os-release 2>/dev/null
}

# install_packages WHAT-FOR PACKAGE...
install_packages() {
  local purpose=$1 log=$LOGS/packages.log
  shift
  say "Installing Debian packages for $purpose: $*"
  (
    exec 8>"$PACKAGE_LOCK"
    flock 8
    trap remove_policy EXIT
    trap 'exit 130' INT TERM HUP
    forbid_service_starts
    apt_install "$log" "$@"
  ) || {
    tail_of "$log"
    fail "could not install $* (see $log); install by hand: apt-get install --no-install-recommends $*"
  }
}

# The package lists may be missing or old: tried as they are first, then after an update.
apt_install() {
  local log=$1
  shift
  apt_get "$log" install --no-install-recommends -y "$@" && return 0
  apt_get "$log" update || true
  apt_get "$log" install --no-install-recommends -y "$@"
}

# RUNLEVEL=1 makes invoke-rc.d behave as in single-user mode: a second guard beside the policy.
apt_get() {
  local log=$1
  shift
  DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 RUNLEVEL=1 \
    "${WITHOUT_SERVICES[@]}" apt-get -q -o DPkg::Lock::Timeout=300 "$@" </dev/null >>"$log" 2>&1 8>&-
}

# A policy that is already there is the machine's own and stays: if it would let services start, it is
# covered for apt alone, in a private mount namespace.
forbid_service_starts() {
  WITHOUT_SERVICES=()
  remove_policy
  if [[ ! -e $POLICY ]]; then
    write_policy "$POLICY"
  elif ! policy_forbids; then
    write_policy "$LOGS/policy-rc.d"
    # shellcheck disable=SC2016 # for the inner shell
    WITHOUT_SERVICES=(unshare --mount --propagation private -- sh -c
      'mount --bind "$0" "$1" && shift && exec "$@"' "$LOGS/policy-rc.d" "$POLICY")
  fi
}

policy_forbids() {
  local answer=0
  "$POLICY" docker start >/dev/null 2>&1 || answer=$?
  ((answer == 101))
}

write_policy() {
  printf '#!/bin/sh\n%s\nexit 101\n' "$POLICY_MARK" >"$1"
  chmod 0755 "$1"
}

# Also finds one left by an interrupted installation; the lock is held, so nobody is using it.
remove_policy() {
  if [[ -f $POLICY ]] && grep -qxF "$POLICY_MARK" "$POLICY"; then rm -f "$POLICY"; fi
}
