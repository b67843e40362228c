package io.cloudfunc.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The database that an installation's server ran for itself, with all its data, run on without that server and for several
 * hosts. The launcher ends it, as any PostgreSQL that a server left.
 */
final class SharedPostgres {

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final String CONNECTIONS = "300";

    private final Path directory;
    private final List<String> command;

    private SharedPostgres(Path directory, List<String> command) {
        this.directory = directory;
        this.command = command;
    }

    /** As it runs now: later options of its command line prevail. */
    static SharedPostgres of(Installation installation) throws IOException {
        var directory = installation.data().resolve("postgres");
        var pid = Files.readAllLines(directory.resolve("postmaster.pid"))
                .getFirst()
                .strip();
        var words = Files.readString(Path.of("/proc", pid, "cmdline")).split("\0");
        return new SharedPostgres(directory, List.of(words));
    }

    /** After its server has ended; returns when it answers. It must be nobody's root, hence a namespace of users for it. */
    void start(Installation installation) throws IOException {
        var rules = installation.data().resolve("postgres.hba.shared");
        Files.writeString(
                rules,
                "host all all 127.0.0.1/32 scram-sha-256\nhost all all %s scram-sha-256\n"
                        .formatted(HostNetwork.SUBNET));
        var words = new ArrayList<>(List.of("unshare", "--user", "--"));
        words.addAll(command);
        words.addAll(
                List.of("-c", "listen_addresses=*", "-c", "max_connections=" + CONNECTIONS, "-c", "hba_file=" + rules));
        var log = installation.data().resolve("logs/postgres.log").toFile();
        new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        awaitReady(installation.database());
    }

    private static void awaitReady(String database) throws IOException {
        var end = System.nanoTime() + READY_WITHIN.toNanos();
        while (true) {
            try (var connection = DriverManager.getConnection(database)) {
                return;
            } catch (SQLException notYet) {
                if (System.nanoTime() > end) {
                    throw new IOException("PostgreSQL was not ready within " + READY_WITHIN, notYet);
                }
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
        }
    }
}
