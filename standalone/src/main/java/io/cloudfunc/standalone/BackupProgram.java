package io.cloudfunc.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * {@code backup DATA FILE} and {@code restore DATA FILE}, of the embedded database. It says one sentence on stdout; what
 * goes wrong on stderr, with exit code 4.
 */
public final class BackupProgram {

    private static final int REFUSED = 4;

    private BackupProgram() {}

    public static void main(String... arguments) {
        LoggingSystem.get(BackupProgram.class.getClassLoader())
                .setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
        try {
            System.out.println(run(arguments[0], Path.of(arguments[1]), Path.of(arguments[2])));
        } catch (IOException | SQLException | RuntimeException failed) {
            System.err.println(arguments[0] + ": " + failed.getMessage());
            System.exit(REFUSED);
        }
    }

    private static String run(String what, Path data, Path file) throws IOException, SQLException {
        return switch (what) {
            case "backup" -> "%s has all events up to position %d".formatted(file, backup(data, file));
            case "restore" -> "%s has all events up to position %d".formatted(data, Restore.into(data, file));
            default -> throw new IllegalArgumentException("expected backup or restore");
        };
    }

    /** Of a database that runs, or that is started for it alone. */
    static long backup(Path data, Path file) throws IOException, SQLException {
        var directory = data.resolve("postgres");
        if (Files.notExists(directory.resolve("PG_VERSION"))) {
            throw new IOException("there is no database in %s".formatted(directory));
        }
        var running = PrivatePostgres.urlOfRunning(directory);
        if (running.isPresent()) {
            return backup(data, running.get(), PostgresDoor.passwordOf(directory), file);
        }
        try (var postgres = PrivatePostgres.startIn(directory)) {
            return backup(data, postgres.url(), postgres.password(), file);
        }
    }

    private static long backup(Path data, String url, String password, Path file) throws IOException, SQLException {
        try (var database = DriverManager.getConnection(url, PostgresDoor.USER, password)) {
            return Backup.write(data, database, file);
        }
    }
}
