# shellcheck shell=bash
# Whether the role in this container is ready, and if not, why: with nothing but bash, which all base images have.
exec 3<>"/dev/tcp/127.0.0.1/$SERVER_PORT" || exit 1
printf 'GET /readyz HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
read -r -t 8 _ status _ <&3
[[ $status == 200 ]] && exit 0
cat <&3
exit 1
