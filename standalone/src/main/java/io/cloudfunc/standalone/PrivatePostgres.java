package io.cloudfunc.standalone;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own, durable, on loopback, with its data in a directory that outlives it. Should it end while it
 * is wanted, it is started again at the same port.
 */
final class PrivatePostgres implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PrivatePostgres.class);

    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    /** What a killed server leaves, its other processes and their shared memory, is gone after a moment. */
    private static final Duration BEFORE_NEXT_START = Duration.ofSeconds(1);

    /** Of {@code postmaster.pid}, from 0. */
    private static final int PORT_LINE = 3;

    private final PostgresDoor door;
    private final int port;
    private final Object starting = new Object();
    private EmbeddedPostgres server;
    private boolean closed;

    private PrivatePostgres(PostgresDoor door, int port, EmbeddedPostgres server) {
        this.door = door;
        this.port = port;
        this.server = server;
    }

    static PrivatePostgres startIn(Path directory) {
        try {
            Files.createDirectories(directory);
            stopWhatIsLeft(directory);
            var door = PostgresDoor.of(directory, durable(directory));
            var server = start(door, 0);
            var postgres = new PrivatePostgres(door, server.getPort(), server);
            postgres.watch();
            return postgres;
        } catch (IOException notStarted) {
            throw new UncheckedIOException("PostgreSQL does not start in " + directory, notStarted);
        }
    }

    /** @param port 0: any that is free */
    private static EmbeddedPostgres start(PostgresDoor door, int port) throws IOException {
        return door.guard(durable(door.directory())).setPort(port).start();
    }

    private static EmbeddedPostgres.Builder durable(Path directory) {
        return EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(LONGEST_START)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "100");
    }

    String url() {
        return url(port);
    }

    String password() {
        return door.password();
    }

    /** Of one that a process of ours runs in that directory, if any does. */
    static Optional<String> urlOfRunning(Path directory) throws IOException {
        if (serverIn(directory).isEmpty()) {
            return Optional.empty();
        }
        var port = Files.readAllLines(directory.resolve("postmaster.pid")).get(PORT_LINE);
        return Optional.of(url(Integer.parseInt(port.strip())));
    }

    private static String url(int port) {
        return "jdbc:postgresql://localhost:%d/postgres".formatted(port);
    }

    private void watch() throws IOException {
        serverIn(door.directory())
                .orElseThrow(() -> new IOException("PostgreSQL left no process id in " + door.directory()))
                .onExit()
                .thenRunAsync(this::startAgain, Thread::startVirtualThread);
    }

    private void startAgain() {
        while (!startedAgain()) {
            LockSupport.parkNanos(BEFORE_NEXT_START.toNanos());
        }
    }

    private boolean startedAgain() {
        synchronized (starting) {
            if (closed) {
                return true;
            }
            LOG.warn("PostgreSQL ended by itself or was killed; starting it again in {}", door.directory());
            try {
                server.close();
                server = start(door, port);
                watch();
                return true;
            } catch (IOException | RuntimeException notStarted) {
                LOG.error("PostgreSQL does not start in {}, trying again", door.directory(), notStarted);
                return false;
            }
        }
    }

    /** A server whose parent was killed goes on, and would keep its directory locked. */
    private static void stopWhatIsLeft(Path directory) throws IOException {
        serverIn(directory).ifPresent(PrivatePostgres::stop);
    }

    private static Optional<ProcessHandle> serverIn(Path directory) throws IOException {
        var pidFile = directory.resolve("postmaster.pid");
        if (Files.notExists(pidFile)) {
            return Optional.empty();
        }
        return Files.readAllLines(pidFile).stream()
                .findFirst()
                .map(String::strip)
                .filter(line -> line.matches("[0-9]{1,10}"))
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
                .filter(process -> isServerIn(directory, process));
    }

    private static boolean isServerIn(Path directory, ProcessHandle process) {
        try {
            var workingDirectory =
                    Path.of("/proc", String.valueOf(process.pid()), "cwd").toRealPath();
            return workingDirectory.equals(directory.toRealPath());
        } catch (IOException notOurs) {
            return false;
        }
    }

    private static void stop(ProcessHandle left) {
        LOG.info("Ending the PostgreSQL, pid {}, that an earlier process left behind", left.pid());
        left.destroy();
        try {
            left.onExit().get(LONGEST_START.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException stillThere) {
            throw new IllegalStateException("PostgreSQL, pid %d, does not stop".formatted(left.pid()), stillThere);
        }
    }

    @Override
    public void close() {
        synchronized (starting) {
            closed = true;
            stopServer();
        }
    }

    private void stopServer() {
        try {
            server.close();
        } catch (IOException notStopped) {
            throw new UncheckedIOException(notStopped);
        }
    }
}
