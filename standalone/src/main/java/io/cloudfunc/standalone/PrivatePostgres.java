package io.cloudfunc.standalone;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL of our own, durable, on loopback, with its data in a directory that outlives it. */
final class PrivatePostgres implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PrivatePostgres.class);

    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final EmbeddedPostgres server;

    private PrivatePostgres(EmbeddedPostgres server) {
        this.server = server;
    }

    static PrivatePostgres startIn(Path directory) {
        try {
            Files.createDirectories(directory);
            stopWhatIsLeft(directory);
            return new PrivatePostgres(EmbeddedPostgres.builder()
                    .setDataDirectory(directory)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(LONGEST_START)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_connections", "100")
                    .start());
        } catch (IOException notStarted) {
            throw new UncheckedIOException("PostgreSQL does not start in " + directory, notStarted);
        }
    }

    String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    /** A server whose parent was killed goes on, and would keep its directory locked. */
    private static void stopWhatIsLeft(Path directory) throws IOException {
        var pidFile = directory.resolve("postmaster.pid");
        if (Files.notExists(pidFile)) {
            return;
        }
        var lines = Files.readAllLines(pidFile);
        if (!lines.isEmpty() && lines.getFirst().strip().matches("[0-9]{1,10}")) {
            var left = ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                    .filter(process -> isServerIn(directory, process));
            if (left.isPresent()) {
                stop(left.get());
            }
        }
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
        try {
            server.close();
        } catch (IOException notStopped) {
            throw new UncheckedIOException(notStopped);
        }
    }
}
