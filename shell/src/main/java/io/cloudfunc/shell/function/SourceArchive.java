package io.cloudfunc.shell.function;

import io.cloudfunc.shell.exit.CommandFailedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A directory as a zip. The same files give the same bytes on every machine, and so the same revision identity: sorted
 * paths, one fixed time. Fetched files lie beside them; a file of the directory's own goes before a fetched one.
 */
final class SourceArchive {

    /** Of the zip, in bytes. */
    static final int LARGEST = 10 * 1024 * 1024;

    private static final Set<String> LEFT_OUT = Set.of(".git", "__pycache__");
    private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Path root;
    private final Optional<Path> fetched;

    private SourceArchive(Path root, Optional<Path> fetched) {
        this.root = root;
        this.fetched = fetched;
    }

    static byte[] of(Path directory) {
        return of(directory, Optional.empty());
    }

    static byte[] of(Path directory, Optional<Path> fetched) {
        if (!Files.isDirectory(directory)) {
            throw CommandFailedException.invalid("directory", directory, "an existing directory with the source");
        }
        try {
            return new SourceArchive(directory, fetched).zip();
        } catch (IOException | UncheckedIOException unreadable) {
            throw CommandFailedException.usage("%s cannot be read: %s".formatted(directory, unreadable.getMessage()));
        }
    }

    private byte[] zip() throws IOException {
        var files = files(root);
        if (files.isEmpty()) {
            throw CommandFailedException.invalid("directory", root, "a directory with at least one file");
        }
        if (fetched.isPresent()) {
            files(fetched.get()).forEach(files::putIfAbsent);
        }
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                add(file.getKey(), file.getValue(), zip);
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

    /** By their names in the archive. */
    private static SortedMap<String, Path> files(Path root) throws IOException {
        var files = new TreeMap<String, Path>();
        try (var found = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            for (var file : (Iterable<Path>) found.filter(Files::isRegularFile)::iterator) {
                var name = root.relativize(file);
                if (StreamSupport.stream(name.spliterator(), false)
                        .noneMatch(part -> LEFT_OUT.contains(part.toString()))) {
                    checkInside(root, name);
                    files.put(written(name), file);
                }
            }
        }
        return files;
    }

    private static void add(String name, Path file, ZipOutputStream zip) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTimeLocal(ALWAYS);
        zip.putNextEntry(entry);
        Files.copy(file, zip);
        zip.closeEntry();
    }

    private static void checkInside(Path root, Path name) throws IOException {
        var real = root.resolve(name).toRealPath();
        if (!real.startsWith(root.toRealPath())) {
            throw CommandFailedException.invalid(
                    "source", written(name) + " -> " + real, "no link that leads out of the directory");
        }
    }

    private static String written(Path name) {
        return StreamSupport.stream(name.spliterator(), false)
                .map(Path::toString)
                .collect(Collectors.joining("/"));
    }

    private CommandFailedException tooLarge() {
        return CommandFailedException.invalid(
                "source", root, "a directory of at most 10 MiB when zipped (without .git and __pycache__)");
    }
}
