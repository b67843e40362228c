# One role of CloudFunc. BASE is any image with bash and flock, and a Java 25 on its path; JAR is what `mvn package` made of it.
ARG BASE=eclipse-temurin:25-jre
FROM ${BASE} AS extracted
LABEL io.cloudfunc.stage=extracted
ARG JAR
COPY ${JAR} /tmp/role.jar
# One jar with nested jars starts slowly; the jar's own tools mode lays it out as a jar and lib/.
RUN java -Djarmode=tools -jar /tmp/role.jar extract --destination /cloudfunc

FROM ${BASE}
COPY --from=extracted /cloudfunc /cloudfunc
COPY compose/ready.sh /usr/local/bin/ready
COPY compose/worker.sh /usr/local/bin/worker
WORKDIR /cloudfunc
RUN mkdir -m 0700 /data && chown 10001:10001 /data
USER 10001:10001
HEALTHCHECK --interval=3s --timeout=10s --start-period=90s --retries=10 CMD ["bash", "/usr/local/bin/ready"]
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "/cloudfunc/role.jar"]
