package io.cloudfunc.invoker.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Short names for directories with long ones: the address of a Unix socket has 107 bytes at most. The links live in a
 * directory that only we may enter. Safe for use by many threads.
 */
final class ShortLinks implements AutoCloseable {

    private final Path parent;
    private final AtomicLong last = new AtomicLong();
    private @Nullable Path directory;

    ShortLinks(Path parent) {
        this.parent = parent;
    }

    Path to(Path target) {
        try {
            return Files.createSymbolicLink(directory().resolve(String.valueOf(last.incrementAndGet())), target);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (directory == null) {
            return;
        }
        try (var links = Files.newDirectoryStream(directory)) {
            for (var link : links) {
                Files.deleteIfExists(link);
            }
        }
        Files.deleteIfExists(directory);
        directory = null;
    }

    private synchronized Path directory() throws IOException {
        if (directory == null) {
            directory = Files.createTempDirectory(Files.createDirectories(parent), "cf");
        }
        return directory;
    }
}
