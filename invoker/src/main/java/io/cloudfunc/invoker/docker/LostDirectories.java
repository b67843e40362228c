package io.cloudfunc.invoker.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes the directories of code whose container was never made, or was removed by somebody else. */
final class LostDirectories {

    private static final Logger LOG = LoggerFactory.getLogger(LostDirectories.class);

    /** The container of a directory younger than this may still be in the making. */
    private static final Duration OLD = Duration.ofMinutes(2);

    private final Path parent;
    private final OwnedContainers containers;
    private final Clock clock;

    LostDirectories(Path parent, OwnedContainers containers, Clock clock) {
        this.parent = parent;
        this.containers = containers;
        this.clock = clock;
    }

    void remove() throws IOException {
        if (!Files.isDirectory(parent)) {
            return;
        }
        var used = containers.list().stream()
                .flatMap(container -> Labels.codeDirectory(container.getLabels()).stream())
                .collect(Collectors.toSet());
        try (var directories = Files.newDirectoryStream(parent)) {
            for (var directory : directories) {
                if (!used.contains(directory.getFileName().toString()) && isOld(directory)) {
                    LOG.info("Removing {}, whose container is gone", directory);
                    new CodeDirectory(directory).delete();
                }
            }
        }
    }

    private boolean isOld(Path directory) throws IOException {
        return Files.getLastModifiedTime(directory)
                .toInstant()
                .isBefore(clock.instant().minus(OLD));
    }
}
