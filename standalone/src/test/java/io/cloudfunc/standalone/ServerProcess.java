package io.cloudfunc.standalone;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** A real process of ours, which a test may kill. */
final class ServerProcess implements AutoCloseable {

    private final Process process;
    private final int port;
    private final Path directory;
    private final Path log;

    private ServerProcess(Process process, int port, Path directory, Path log) {
        this.process = process;
        this.port = port;
        this.directory = directory;
        this.log = log;
    }

    /** Starts a class of the test's class path. */
    static ServerProcess start(Class<?> main, Path directory, Map<String, String> environment) {
        return start(List.of(), LearntStart.options(), main, directory, environment);
    }

    /**
     * As {@link #start(Class, Path, Map)}, with a disk of its own that nobody else sees and that goes with the process.
     *
     * @param disk where it is
     * @param size as {@code mount} takes it
     */
    static ServerProcess startWithDisk(
            Path disk, String size, Class<?> main, Path directory, Map<String, String> environment) {
        var mounted = "mount -t tmpfs -o size=%s,mode=700 tmpfs %s && exec \"$@\"".formatted(size, disk);
        return start(
                List.of("unshare", "--mount", "--propagation", "slave", "sh", "-c", mounted, "sh"),
                LearntStart.options(),
                main,
                directory,
                environment);
    }

    /**
     * As {@link #start(Class, Path, Map)}, with a command line of the caller's.
     *
     * @param prefix of the command line
     * @param options for the JVM, among them its class path
     */
    static ServerProcess start(
            List<String> prefix, List<String> options, Class<?> main, Path directory, Map<String, String> environment) {
        try {
            var port = freePort();
            Files.createDirectories(directory);
            var log = directory.resolve(main.getSimpleName() + "-" + port + ".log");
            var command = new ArrayList<>(prefix);
            command.addAll(List.of(
                    ProcessHandle.current().info().command().orElse("java"),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Dcloudfunc.prepared=true"));
            command.addAll(options);
            command.add(main.getName());
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            builder.environment().put("SERVER_PORT", String.valueOf(port));
            builder.environment().put("CLOUDFUNC_DATA_DIR", directory.toString());
            ServerLogs.add(log);
            return new ServerProcess(builder.start(), port, directory, log);
        } catch (IOException notStarted) {
            throw new UncheckedIOException(notStarted);
        }
    }

    /** The embedded PostgreSQL of a server with that data directory. */
    static Connection databaseIn(Path directory) throws IOException, SQLException {
        var postgres = directory.resolve("postgres");
        return DriverManager.getConnection(
                PrivatePostgres.urlOfRunning(postgres).orElseThrow(),
                PostgresDoor.USER,
                PostgresDoor.passwordOf(postgres));
    }

    Api api() {
        return api(directory);
    }

    /** With the administrator's key of another directory. */
    Api api(Path keyIn) {
        return new Api(port, keyIn);
    }

    /** One that does not become ready is ended, and tells what it wrote last. */
    ServerProcess awaitReady() {
        try {
            await("readiness")
                    .atMost(Duration.ofSeconds(120))
                    .pollInterval(Duration.ofMillis(200))
                    .failFast("the process ended", () -> !process.isAlive())
                    .until(() -> api().isReady());
            return this;
        } catch (ConditionTimeoutException | TerminalFailureException notReady) {
            process.destroyForcibly();
            throw new AssertionError("not ready: " + ServerLogs.endOf(log), notReady);
        }
    }

    /** Whether its log has these words. */
    boolean wrote(String words) throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.anyMatch(line -> line.contains(words));
        }
    }

    /** A path as the process sees it, which has disks of its own. */
    Path inside(Path path) {
        return Path.of("/proc", String.valueOf(process.pid()), "root")
                .resolve(path.toString().substring(1));
    }

    /** As an operator stops it; returns when it has ended. */
    ServerProcess stop() throws InterruptedException {
        close();
        return this;
    }

    /** The most memory that it ever had, in MiB. */
    long mostMemoryMiB() throws IOException {
        return ProcessMemory.mostMiB(process);
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        stopWithin(Duration.ofSeconds(60));
    }

    void stopWithin(Duration limit) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(limit)) {
            kill();
            throw new IllegalStateException(
                    "the process did not stop within %d s: %s".formatted(limit.toSeconds(), ServerLogs.endOf(log)));
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
