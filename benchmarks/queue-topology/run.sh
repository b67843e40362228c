#!/usr/bin/env bash
# The spike of docs/adr/0002-queue-topology.md: ./run.sh [functions], default 1000. Needs JAVA_HOME at a JDK 25 and
# CLOUDFUNC_TEST_RABBIT=amqp://user:password@127.0.0.1:port (./cloudfunc test-env prints it) on this machine.
# Every queue it makes is named topology-spike-... and deleted before it ends.
set -euo pipefail
cd "$(dirname "$0")"
mvn -q -B -ntp ${MAVEN_OPTIONS:-} -DskipTests package
exec "$JAVA_HOME/bin/java" -Xmx512m -jar target/queue-topology.jar "$@"
