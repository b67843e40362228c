# shellcheck shell=bash
# What curl needs to be let in.

# As a configuration of curl's own, so that the key is in no command line that others can see.
verb_curl_config() {
  (($# == 0)) || usage_error "curl-config takes nothing, not: $*"
  server_of_last_up
  local key=${CLOUDFUNC_KEY:-}
  if [[ -z $key && -r ${CLOUDFUNC_KEY_FILE:-} ]]; then key=$(<"$CLOUDFUNC_KEY_FILE"); fi
  [[ -n $key ]] || fail "there is no key: set CLOUDFUNC_KEY, or start a server with \`./cloudfunc up\`"
  printf 'header = "Authorization: Bearer %s"\n' "$key"
}
