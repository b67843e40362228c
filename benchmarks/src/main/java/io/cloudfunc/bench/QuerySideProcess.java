package io.cloudfunc.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.json.JsonMapper;

/** A query side that was started to be measured, alone on its database. */
final class QuerySideProcess implements AutoCloseable {

    static final int HEAP_MIB = 512;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final Process process;
    private final URI url;
    private final String key;
    private long mostResidentMib;

    private QuerySideProcess(Process process, URI url, String key) {
        this.process = process;
        this.url = url;
        this.key = key;
    }

    /**
     * Returns when it is ready.
     *
     * @param key that lets in whoever measures
     */
    static QuerySideProcess start(String jar, String database, String key, Path log) throws IOException {
        var port = freePort();
        var builder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"), "-Xmx" + HEAP_MIB + "m", "-jar", jar)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment()
                .putAll(Map.of(
                        "SPRING_DATASOURCE_URL",
                        database,
                        "SERVER_PORT",
                        String.valueOf(port),
                        "SERVER_ADDRESS",
                        "127.0.0.1"));
        List.of("SPRING_DATASOURCE_USERNAME", "SPRING_DATASOURCE_PASSWORD").forEach(builder.environment()::remove);
        var started = new QuerySideProcess(builder.start(), URI.create("http://127.0.0.1:" + port), key);
        started.awaitReady(log);
        return started;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady(Path log) throws IOException {
        var end = System.nanoTime() + READY_WITHIN.toNanos();
        while (!isReady()) {
            if (System.nanoTime() > end || !process.isAlive()) {
                close();
                throw new IOException("The query side was not ready within %s (log: %s)".formatted(READY_WITHIN, log));
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    private boolean isReady() {
        // The key is not known to an empty database.
        try (var wire = Wire.to(url)) {
            return wire.get("/readyz").status() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    Wire connect() throws IOException {
        return Wire.to(url, key);
    }

    /** Of all views; waits for its end. */
    Rebuild rebuild() throws IOException {
        try (var wire = connect()) {
            return Rebuild.ofAllViews(wire, events -> lookAtMemory());
        }
    }

    private void lookAtMemory() throws IOException {
        var resident = Usage.of(Map.of("query", process.pid())).residentKib().getOrDefault("query", 0L) / 1024;
        mostResidentMib = Math.max(mostResidentMib, resident);
    }

    boolean viewsAreEqual() throws IOException {
        try (var wire = connect()) {
            var answer = wire.exchange("POST", "/v1/projections:check", "", new byte[0])
                    .expect(200);
            return JSON.readTree(answer.body())
                    .path("items")
                    .valueStream()
                    .allMatch(check -> check.path("equal").asBoolean(false));
        }
    }

    /** In MiB, as often as was looked during rebuilds. */
    long mostResidentMib() {
        return mostResidentMib;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
