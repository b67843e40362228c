package io.cloudfunc.standalone;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Copies a running database of our own while it is written to, as PostgreSQL's own tools do it: between
 * {@code pg_backup_start} and {@code pg_backup_stop} its files are copied as they come, and with them goes the log that
 * makes them whole, which the database keeps meanwhile for the sake of a replication slot. Beside it, the key files.
 */
final class Backup {

    private static final String PG_CONTROL = "global/pg_control";

    /** Empty again after each start, or made at it. */
    private static final Set<String> EMPTIED = Set.of(
            "pg_wal",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans");

    private static final Set<String> LEFT_OUT = Set.of("postmaster.pid", "postmaster.opts", "epg-lock");

    private final Connection database;
    private final Path postgres;
    private final BackupFile file;

    private Backup(Connection database, Path postgres, BackupFile file) {
        this.database = database;
        this.postgres = postgres;
        this.file = file;
    }

    /**
     * @param data the data directory
     * @param database of which {@code data} has the files
     * @return the position of an event; it and all before it are in the backup
     */
    static long write(Path data, Connection database, Path target) throws IOException, SQLException {
        try (var file = BackupFile.create(target)) {
            var backup = new Backup(database, data.resolve("postgres"), file);
            var position = backup.lastPosition();
            backup.manifest(position);
            backup.keys(data);
            backup.database();
            file.complete();
            return position;
        }
    }

    private long lastPosition() throws SQLException {
        try (var statement = database.createStatement()) {
            return Long.parseLong(one(statement, "select coalesce(max(global_index), 0)::text from domain_event"));
        }
    }

    private void manifest(long position) throws IOException, SQLException {
        try (var statement = database.createStatement()) {
            var version = one(statement, "select current_setting('server_version')");
            var now = one(statement, "select to_char(now() at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')");
            file.text(
                    BackupFile.MANIFEST,
                    "{\"format\":1,\"at\":\"%s\",\"postgresql\":\"%s\",\"position\":%d}%n"
                            .formatted(now, version, position));
        }
    }

    private void keys(Path data) throws IOException {
        for (var kept : BackupFile.KEYS) {
            var path = data.resolve(kept);
            if (Files.exists(path)) {
                copy(path, kept);
            }
        }
    }

    private void database() throws IOException, SQLException {
        try (var statement = database.createStatement()) {
            one(
                    statement,
                    "select slot_name::text from pg_create_physical_replication_slot('cloudfunc_backup', true, true)");
            var first = one(statement, "select pg_walfile_name(pg_backup_start('cloudfunc', true))");
            copy(postgres, "postgres");
            file.copy(postgres.resolve(PG_CONTROL), "postgres/" + PG_CONTROL);
            String last;
            try (var stopped = statement.executeQuery(
                    "select labelfile, pg_walfile_name(lsn) from pg_backup_stop(wait_for_archive => false)")) {
                stopped.next();
                file.text("postgres/backup_label", stopped.getString(1));
                last = stopped.getString(2);
            }
            log(first, last);
            one(statement, "select pg_drop_replication_slot('cloudfunc_backup')::text");
        }
    }

    /** Of one timeline, so that the order of names is that of the log. */
    private void log(String first, String last) throws IOException {
        try (var segments = Files.list(postgres.resolve("pg_wal"))) {
            for (var segment : segments.sorted().toList()) {
                var name = segment.getFileName().toString();
                if (name.matches("[0-9A-F]{24}") && name.compareTo(first) >= 0 && name.compareTo(last) <= 0) {
                    file.copy(segment, "postgres/pg_wal/" + name);
                }
            }
        }
    }

    /** What goes while it is copied has gone in the log, too. */
    private void copy(Path from, String name) throws IOException {
        Files.walkFileTree(from, new PastWhatGoes() {

            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (isEmptied(from.relativize(directory).getParent())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                file.directory(nameOf(directory));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                if (isWanted(from.relativize(path))) {
                    file.copy(path, nameOf(path));
                }
                return FileVisitResult.CONTINUE;
            }

            private String nameOf(Path path) {
                var below = from.relativize(path).toString();
                return below.isEmpty() ? name : name + "/" + below;
            }
        });
    }

    private static boolean isWanted(Path path) {
        var file = path.getFileName().toString();
        return !LEFT_OUT.contains(path.toString())
                && !path.toString().equals(PG_CONTROL)
                && !isEmptied(path.getParent())
                && !file.startsWith("pgsql_tmp")
                && !file.equals("pg_internal.init");
    }

    /** Whether what is in it is not wanted. */
    private static boolean isEmptied(@Nullable Path directory) {
        return directory != null && EMPTIED.contains(directory.getName(0).toString());
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (var row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }
}
