package io.cloudfunc.bench;

import java.io.IOException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An installation that {@code ./cloudfunc bench} started.
 *
 * @param data its data directory
 * @param database JDBC URL with user and password
 * @param label that its containers carry, {@code name=value}
 * @param broker where RabbitMQ is
 */
record Installation(
        Path data, URI server, String database, UnixDomainSocketAddress engine, String label, BrokerAddress broker) {

    static Installation launched(Map<String, String> environment) throws IOException {
        var data = Path.of(required(environment, "CLOUDFUNC_BENCH_DATA"));
        var engine = required(environment, "CLOUDFUNC_BENCH_ENGINE").replaceFirst("^unix://", "");
        return new Installation(
                data,
                URI.create(Files.readString(data.resolve("run/server.url")).strip()),
                database(environment, data),
                UnixDomainSocketAddress.of(engine),
                "io.cloudfunc.installation=" + required(environment, "CLOUDFUNC_BENCH_INSTALLATION"),
                BrokerAddress.of(environment));
    }

    /** The second one of {@code bench grow}. Broker and engine are the first's, so they are not among its {@link #parts}. */
    static Installation beside(Map<String, String> environment) throws IOException {
        var data = required(environment, "CLOUDFUNC_BENCH_BESIDE");
        var ofOther = new TreeMap<>(environment);
        ofOther.put("CLOUDFUNC_BENCH_DATA", data);
        ofOther.put(
                "CLOUDFUNC_BENCH_INSTALLATION",
                Files.readString(Path.of(data, "installation")).strip());
        return launched(ofOther);
    }

    /** A connection that the server takes for an administrator's. */
    Wire connect() throws IOException {
        return Wire.to(server, key());
    }

    /** The administrator's. */
    String key() throws IOException {
        return Files.readString(data.resolve("admin.key")).strip();
    }

    /** Roots of the process trees of what was started here, by name. */
    Map<String, Long> parts() throws IOException {
        var parts = new TreeMap<String, Long>();
        parts.put("load_client", ProcessHandle.current().pid());
        for (var part : new String[] {"server", "broker", "engine"}) {
            var record = data.resolve("run/" + part + ".pid");
            if (Files.exists(record)) {
                parts.put(part, Long.parseLong(Files.readString(record).split(" ", 2)[0]));
            }
        }
        var postmaster = data.resolve("postgres/postmaster.pid");
        if (Files.exists(postmaster)) {
            parts.put(
                    "database",
                    Long.parseLong(Files.readAllLines(postmaster).getFirst().strip()));
        }
        return parts;
    }

    /** The server's process, if it runs. */
    Optional<ProcessHandle> serverProcess() throws IOException {
        return Optional.ofNullable(parts().get("server")).flatMap(ProcessHandle::of);
    }

    private static String database(Map<String, String> environment, Path data) throws IOException {
        var configured = environment.get("SPRING_DATASOURCE_URL");
        return configured == null
                ? "jdbc:postgresql://127.0.0.1:%s/postgres?user=postgres&password=%s"
                        .formatted(
                                Files.readAllLines(data.resolve("postgres/postmaster.pid"))
                                        .get(3),
                                Files.readString(data.resolve("postgres.password"))
                                        .strip())
                : "%s%suser=%s&password=%s"
                        .formatted(
                                configured,
                                configured.contains("?") ? "&" : "?",
                                environment.getOrDefault("SPRING_DATASOURCE_USERNAME", ""),
                                environment.getOrDefault("SPRING_DATASOURCE_PASSWORD", ""));
    }

    static String required(Map<String, String> environment, String variable) {
        var value = environment.get(variable);
        if (value == null) {
            throw new IllegalStateException(variable + " is not set: run ./cloudfunc bench");
        }
        return value;
    }
}
