# shellcheck shell=bash
# What cannot be made anew, in one file: the embedded database and the keys. Another PostgreSQL has tools of its own.

# What goes into the file was asked for as an absolute path, since the program runs elsewhere.
backup_arguments() {
  local verb=$1 arguments=() data
  shift
  FILE=''
  while (($#)); do
    case $1 in
      --data)
        arguments=(--data "$(value_of "$@")")
        shift
        ;;
      -*) usage_error "$verb takes FILE and --data DIR, not: $1" ;;
      *)
        [[ -z $FILE ]] || usage_error "$verb takes one FILE, not also: $1"
        FILE=$(realpath -m "$1")
        ;;
    esac
    shift
  done
  [[ -n $FILE ]] || usage_error "$verb needs a FILE"
  data=$(data_asked_for "$verb" ${arguments[@]+"${arguments[@]}"})
  name_data "$data"
  [[ -z ${SPRING_DATASOURCE_URL:-} ]] ||
    fail "$verb is for the embedded database; the one of SPRING_DATASOURCE_URL: use pg_basebackup or pg_dump, and keep admin.key, secrets.key and audit/ of the data directory beside it (docs/operations.md)"
}

# Also while the server runs, and calls with it.
verb_backup() {
  backup_arguments backup "$@"
  [[ -d $DATA/postgres ]] || fail "there is no database in $DATA to back up"
  build_up
  if ! is_running "$(server_record)"; then
    use_data "$DATA"
    lock_data
  fi
  backup_program backup
}

verb_restore() {
  backup_arguments restore "$@"
  [[ -r $FILE ]] || fail "there is no $FILE to restore"
  [[ ! -e $DATA/postgres ]] || fail "$DATA has a database already: restore into an empty directory, with --data DIR"
  use_data "$DATA"
  lock_data
  build_up
  backup_program restore
  say "Now: ./cloudfunc up --data $DATA"
}

backup_program() {
  "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$(app_jar standalone)" \
    io.cloudfunc.standalone.BackupProgram "$1" "$DATA" "$FILE" 9>&-
}
