#!/bin/sh
# Starts nginx with what the environment says: PORT to listen on, COMMAND and QUERY as host:port.
set -eu
resolver=$(awk '$1 == "nameserver" { print ($2 ~ /:/) ? "[" $2 "]" : $2; exit }' /etc/resolv.conf)
sed -e "s|@PORT@|$PORT|" -e "s|@COMMAND@|$COMMAND|" -e "s|@QUERY@|$QUERY|" -e "s|@RESOLVER@|${resolver:-127.0.0.1}|" \
  /etc/cloudfunc/origin.conf >/tmp/origin.conf
exec nginx -c /tmp/origin.conf -g 'daemon off;'
