# The one address in front of command and query side. BASE is any image with nginx 1.18 or later.
ARG BASE=nginx:1.28
FROM ${BASE}
COPY compose/origin.conf compose/origin.sh /etc/cloudfunc/
USER 10001:10001
STOPSIGNAL SIGQUIT
ENTRYPOINT ["sh", "/etc/cloudfunc/origin.sh"]
