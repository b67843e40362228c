#!/bin/sh
# build.sh OUT: the relay as one static program. build.sh --test OUT: the program that tests its parts.
set -eu
directory=$(cd "$(dirname "$0")" && pwd)
flags='-std=gnu17 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror -fstack-protector-strong -static -s'
if [ "$1" = --test ]; then
  sources='stream.c head.c body.c tests/parsing.c'
  shift
else
  sources='relay.c wait.c http.c stdio.c program.c listener.c stream.c head.c body.c'
fi
out=$(realpath -m "$1")
cd "$directory"
# shellcheck disable=SC2086 # options and files are separate words
exec "${CC:-cc}" $flags -o "$out" $sources
