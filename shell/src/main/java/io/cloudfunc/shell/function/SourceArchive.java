package io.cloudfunc.shell.function;

import io.cloudfunc.shell.exit.CommandFailedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A directory as a zip. The same files give the same bytes on every machine, and so the same revision identity: sorted
 * paths, one fixed time.
 */
final class SourceArchive {

    /** Of the zip, in bytes. */
    static final int LARGEST = 10 * 1024 * 1024;

    private static final Set<String> LEFT_OUT = Set.of(".git", "__pycache__");
    private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Path root;

    private SourceArchive(Path root) {
        this.root = root;
    }

    static byte[] of(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw CommandFailedException.invalid("directory", directory, "an existing directory with the source");
        }
        try {
            return new SourceArchive(directory).zip();
        } catch (IOException | UncheckedIOException unreadable) {
            throw CommandFailedException.usage("%s cannot be read: %s".formatted(directory, unreadable.getMessage()));
        }
    }

    private byte[] zip() throws IOException {
        var files = files();
        if (files.isEmpty()) {
            throw CommandFailedException.invalid("directory", root, "a directory with at least one file");
        }
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files) {
                add(file, zip);
                if (bytes.size() > LARGEST) {
                    throw tooLarge();
                }
            }
        }
        if (bytes.size() > LARGEST) {
            throw tooLarge();
        }
        return bytes.toByteArray();
    }

    private List<Path> files() throws IOException {
        try (var found = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            return found.filter(file -> !isLeftOut(file))
                    .filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(this::nameOf))
                    .toList();
        }
    }

    private boolean isLeftOut(Path file) {
        return StreamSupport.stream(root.relativize(file).spliterator(), false)
                .anyMatch(part -> LEFT_OUT.contains(part.toString()));
    }

    private void add(Path file, ZipOutputStream zip) throws IOException {
        checkInside(file);
        var entry = new ZipEntry(nameOf(file));
        entry.setTimeLocal(ALWAYS);
        zip.putNextEntry(entry);
        Files.copy(file, zip);
        zip.closeEntry();
    }

    private void checkInside(Path file) throws IOException {
        if (!file.toRealPath().startsWith(root.toRealPath())) {
            throw CommandFailedException.invalid(
                    "source", nameOf(file) + " -> " + file.toRealPath(), "no link that leads out of the directory");
        }
    }

    private String nameOf(Path file) {
        return StreamSupport.stream(root.relativize(file).spliterator(), false)
                .map(Path::toString)
                .collect(Collectors.joining("/"));
    }

    private CommandFailedException tooLarge() {
        return CommandFailedException.invalid(
                "source", root, "a directory of at most 10 MiB when zipped (without .git and __pycache__)");
    }
}
