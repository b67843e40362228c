package io.cloudfunc.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip that only its owner can read, and that is there under its name only once it is whole. */
final class BackupFile implements AutoCloseable {

    static final String MANIFEST = "cloudfunc-backup.json";

    /** What lies beside the database and cannot be made anew: who may enter, what secrets are read by, what seals. */
    static final List<String> KEYS = List.of("admin.key", "secrets.key", "postgres.password", "audit");

    private final Path target;
    private final Path unfinished;
    private final ZipOutputStream zip;

    private BackupFile(Path target, Path unfinished, ZipOutputStream zip) {
        this.target = target;
        this.unfinished = unfinished;
        this.zip = zip;
    }

    static BackupFile create(Path target) throws IOException {
        var directory = target.toAbsolutePath().getParent();
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var unfinished = Files.createTempFile(directory, target.getFileName() + ".", ".unfinished", ownerOnly);
        var zip = new ZipOutputStream(Files.newOutputStream(unfinished));
        zip.setLevel(Deflater.BEST_SPEED);
        return new BackupFile(target, unfinished, zip);
    }

    void directory(String name) throws IOException {
        zip.putNextEntry(new ZipEntry(name + "/"));
        zip.closeEntry();
    }

    void text(String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    /** As long as it is when it is read; nothing if it has gone. */
    void copy(Path file, String name) throws IOException {
        try (var content = Files.newInputStream(file)) {
            zip.putNextEntry(new ZipEntry(name));
            content.transferTo(zip);
            zip.closeEntry();
        } catch (NoSuchFileException gone) {
            // its removal is in the database's log, which comes last
        }
    }

    void complete() throws IOException {
        zip.close();
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        zip.close();
        Files.deleteIfExists(unfinished);
    }
}
