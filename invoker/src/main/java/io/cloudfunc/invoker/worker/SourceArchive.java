package io.cloudfunc.invoker.worker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** Unpacks a zip of a function's source, which may be hostile, into files that everyone may read. */
final class SourceArchive {

    static final long MOST_BYTES = 256L << 20;
    static final int MOST_ENTRIES = 20_000;

    private static final int LONGEST_NAME = 1_000;
    private static final int LONGEST_PART = 255;
    private static final int SHOWN = 200;

    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-r--r--");

    private final Path root;
    private long bytesLeft = MOST_BYTES;
    private int entriesLeft = MOST_ENTRIES;

    private SourceArchive(Path root) {
        this.root = root;
    }

    /**
     * Unpacks below a directory that is there and empty.
     *
     * @throws BrokenArchiveException if it is no archive, too large, or names a place outside of the directory
     */
    static void unpack(byte[] zip, Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, DIRECTORY);
        new SourceArchive(directory).unpack(zip);
    }

    private void unpack(byte[] zip) throws IOException {
        try (var input = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (var entry = input.getNextEntry(); entry != null; entry = input.getNextEntry()) {
                unpack(entry, input);
            }
        } catch (ZipException | IllegalArgumentException broken) {
            throw new BrokenArchiveException("is broken: " + broken.getMessage());
        } catch (FileAlreadyExistsException twice) {
            throw new BrokenArchiveException("has '%s' twice".formatted(root.relativize(Path.of(twice.getFile()))));
        }
        if (entriesLeft == MOST_ENTRIES) {
            throw new BrokenArchiveException("is no zip archive, or an empty one");
        }
    }

    private void unpack(ZipEntry entry, ZipInputStream input) throws IOException {
        if (entriesLeft-- == 0) {
            throw new BrokenArchiveException("has more than %,d entries".formatted(MOST_ENTRIES));
        }
        var target = placeOf(entry.getName());
        if (entry.isDirectory()) {
            makeDirectories(target);
        } else {
            makeDirectories(target.resolveSibling(""));
            write(input, target);
        }
    }

    private Path placeOf(String name) {
        try {
            var place = root.resolve(name).normalize();
            if (isPortable(name) && place.startsWith(root)) {
                return place;
            }
        } catch (InvalidPathException refusedBelow) {
            // answered with the same words as any other bad name
        }
        throw new BrokenArchiveException(
                "has an entry '%s', expected the name of a file below it, at most %,d characters long, each part at most %d bytes"
                        .formatted(shown(name), LONGEST_NAME, LONGEST_PART));
    }

    private static boolean isPortable(String name) {
        return name.length() <= LONGEST_NAME
                && !name.contains("\\")
                && Arrays.stream(name.split("/"))
                        .allMatch(part -> part.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PART);
    }

    private static String shown(String name) {
        return name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…";
    }

    private void makeDirectories(Path last) throws IOException {
        var directory = root;
        for (var name : root.relativize(last)) {
            directory = directory.resolve(name);
            if (!Files.isDirectory(directory)) {
                Files.createDirectory(directory);
                Files.setPosixFilePermissions(directory, DIRECTORY);
            }
        }
    }

    private void write(ZipInputStream input, Path file) throws IOException {
        Files.createFile(file);
        try (var output = Files.newOutputStream(file)) {
            copy(input, output);
        }
        Files.setPosixFilePermissions(file, FILE);
    }

    private void copy(ZipInputStream input, OutputStream output) throws IOException {
        var buffer = new byte[8_192];
        for (var read = input.read(buffer); read >= 0; read = input.read(buffer)) {
            bytesLeft -= read;
            if (bytesLeft < 0) {
                throw new BrokenArchiveException("unpacks to more than %,d bytes".formatted(MOST_BYTES));
            }
            output.write(buffer, 0, read);
        }
    }
}
