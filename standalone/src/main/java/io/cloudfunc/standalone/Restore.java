package io.cloudfunc.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Makes a data directory of a backup, and has its database become whole before anybody uses it. */
final class Restore {

    private static final List<String> PLACES =
            Stream.concat(Stream.of("postgres"), BackupFile.KEYS.stream()).toList();

    private Restore() {}

    /**
     * @param data a directory that has none of what is in a backup
     * @return position of its last event
     * @throws IOException if {@code from} is no whole backup, or the directory is not empty; then nothing is there
     */
    static long into(Path data, Path from) throws IOException, SQLException {
        for (var place : PLACES) {
            if (Files.exists(data.resolve(place))) {
                throw new IOException(
                        "%s has %s already: a backup is restored into an empty directory only".formatted(data, place));
            }
        }
        var unfinished = Files.createDirectories(data).resolve("restoring");
        Directories.delete(unfinished);
        try {
            unpack(from, unfinished);
            var position = madeWhole(unfinished.resolve("postgres"));
            putInPlace(unfinished, data);
            return position;
        } finally {
            Directories.delete(unfinished);
        }
    }

    private static void putInPlace(Path unfinished, Path data) throws IOException {
        for (var place : PLACES) {
            if (Files.exists(unfinished.resolve(place))) {
                Files.move(unfinished.resolve(place), data.resolve(place));
            }
        }
    }

    private static void unpack(Path from, Path target) throws IOException {
        try (var zip = new ZipFile(from.toFile())) {
            if (zip.getEntry(BackupFile.MANIFEST) == null || zip.getEntry("postgres/backup_label") == null) {
                throw new IOException("%s is no backup of CloudFunc".formatted(from));
            }
            for (var entries = zip.entries(); entries.hasMoreElements(); ) {
                var entry = entries.nextElement();
                try (var content = zip.getInputStream(entry)) {
                    unpack(entry, content, target);
                }
            }
        }
    }

    private static void unpack(ZipEntry entry, InputStream content, Path target) throws IOException {
        var path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("%s would be outside of %s".formatted(entry.getName(), target));
        }
        var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(entry.isDirectory() ? path : path.getParent(), mine);
        if (!entry.isDirectory()) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (var file = Files.newOutputStream(path)) {
                content.transferTo(file);
            }
        }
    }

    private static long madeWhole(Path directory) throws SQLException {
        try (var postgres = PrivatePostgres.startIn(directory);
                var connection = DriverManager.getConnection(postgres.url(), PostgresDoor.USER, postgres.password());
                var statement = connection.createStatement();
                var last = statement.executeQuery("select coalesce(max(global_index), 0) from domain_event")) {
            last.next();
            return last.getLong(1);
        }
    }
}
