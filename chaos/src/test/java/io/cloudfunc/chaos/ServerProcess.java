package io.cloudfunc.chaos;

import io.cloudfunc.standalone.StandaloneApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** An installation that is one process of the test's class path, on the tests' broker and engine. Only it is killed. */
final class ServerProcess implements Installation, AutoCloseable {

    private static final Duration READY = Duration.ofSeconds(60);

    private final Path directory;
    private final Map<String, String> environment;
    private final String installation = "chaos-" + UUID.randomUUID().toString().substring(0, 8);
    private final int port;
    private Process process;

    private ServerProcess(Path directory, Map<String, String> more) throws IOException {
        this.directory = directory;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        environment = new TreeMap<>(more);
        environment.putAll(Map.of(
                "SERVER_PORT", String.valueOf(port),
                "CLOUDFUNC_DATA_DIR", directory.toString(),
                "CLOUDFUNC_INSTALLATION", installation,
                "CLOUDFUNC_BROKER_PREFIX", installation,
                "CLOUDFUNC_WORKER_ENGINE", given("CLOUDFUNC_TEST_ENGINE"),
                "CLOUDFUNC_WORKER_IMAGES_PYTHON", given("CLOUDFUNC_TEST_PYTHON_IMAGE")));
        var rabbit = URI.create(given("CLOUDFUNC_TEST_RABBIT"));
        var user = rabbit.getUserInfo().split(":", 2);
        environment.putAll(Map.of(
                "SPRING_RABBITMQ_HOST",
                rabbit.getHost(),
                "SPRING_RABBITMQ_PORT",
                String.valueOf(rabbit.getPort()),
                "SPRING_RABBITMQ_USERNAME",
                user[0],
                "SPRING_RABBITMQ_PASSWORD",
                user[1]));
        process = start();
    }

    static ServerProcess startIn(Path directory, Map<String, String> environment) throws IOException {
        var server = new ServerProcess(directory, environment);
        try {
            server.awaitReady();
            return server;
        } catch (IllegalStateException notReady) {
            server.process.destroyForcibly();
            throw notReady;
        }
    }

    @Override
    public URI server() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public Path key() {
        return directory.resolve("admin.key");
    }

    @Override
    public String database() {
        try {
            var postmaster = Files.readAllLines(directory.resolve("postgres/postmaster.pid"));
            var password = Files.readString(directory.resolve("postgres.password"));
            return "jdbc:postgresql://127.0.0.1:%s/postgres?user=postgres&password=%s"
                    .formatted(postmaster.get(3), password.strip());
        } catch (IOException away) {
            throw new UncheckedIOException(away);
        }
    }

    @Override
    public Path engine() {
        return Path.of(given("CLOUDFUNC_TEST_ENGINE").replaceFirst("^unix://", ""));
    }

    @Override
    public String label() {
        return "io.cloudfunc.installation=" + installation;
    }

    @Override
    public Set<Part> parts() {
        return Set.of(Part.SERVER);
    }

    @Override
    public boolean kill(Part part) {
        process.destroyForcibly();
        process.onExit().join();
        return true;
    }

    @Override
    public void restore() {
        try {
            process = start();
        } catch (IOException notStarted) {
            throw new UncheckedIOException(notStarted);
        }
        awaitReady();
    }

    private void awaitReady() {
        if (!Waiting.atMost(READY, () -> new Rest(server(), key()).isReady() || !process.isAlive())
                || !process.isAlive()) {
            throw new IllegalStateException("the server is not ready: " + tail());
        }
    }

    private Process start() throws IOException {
        var command = List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dcloudfunc.prepared=true",
                "-cp",
                System.getProperty("java.class.path"),
                StandaloneApplication.class.getName());
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private String tail() {
        try {
            var lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException noLog) {
            return "it wrote no log";
        }
    }

    private Path log() {
        return directory.resolve("server.log");
    }

    private static String given(String variable) {
        return Optional.ofNullable(System.getenv(variable))
                .orElseThrow(() -> new IllegalStateException(
                        "%s is not set: run ./cloudfunc test, which sets up the real parts".formatted(variable)));
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
