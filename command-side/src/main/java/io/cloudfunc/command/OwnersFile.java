package io.cloudfunc.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;

/** A file that only its owner can read, with something secret in it. */
public final class OwnersFile {

    private OwnersFile() {}

    /** What it has; where there is none, one is made, whole or not at all. */
    public static String read(Path file, Supplier<String> fresh) {
        try {
            if (Files.notExists(file)) {
                make(file, fresh.get());
            }
            return Files.readString(file);
        } catch (IOException unusable) {
            throw new UncheckedIOException("%s cannot be read or made".formatted(file), unusable);
        }
    }

    private static void make(Path file, String text) throws IOException {
        var directory = Files.createDirectories(file.toAbsolutePath().getParent());
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var made = Files.createTempFile(directory, "key", ".new", ownerOnly);
        Files.writeString(made, text + "\n");
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
