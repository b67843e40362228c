package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.invoker.engine.ContainerEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * What function lives have on this machine beside their containers: unpacked sources and images. It is written down, a
 * file for each thing in a directory for each life, so that also the worker's next process knows what can go when a life
 * is over. A thing that another life has as well stays.
 */
final class Belongings {

    private static final Logger LOG = LoggerFactory.getLogger(Belongings.class);
    private static final String SOURCE = "source-";
    private static final String IMAGE = "image-";
    private static final String OVER = "over";

    private final Path directory;
    private final SourceDirectories sources;
    private final ContainerEngine engine;
    private final Set<String> written = ConcurrentHashMap.newKeySet();

    Belongings(Path directory, SourceDirectories sources, ContainerEngine engine) {
        this.directory = directory;
        this.sources = sources;
        this.engine = engine;
    }

    /** Of a life that is about to use that source. */
    void addSource(String life, String sha256) {
        add(life, SOURCE + sha256, sha256);
    }

    /** Of a life that is about to use that image. */
    void addImage(String life, ImageReference image) {
        var name = IMAGE + UUID.nameUUIDFromBytes(image.value().getBytes(StandardCharsets.UTF_8));
        add(life, name, image.value());
    }

    /** What the life has can go as soon as it has no container any more. */
    synchronized void leave(String life) {
        var belongings = directory.resolve(life);
        try {
            if (Files.isDirectory(belongings)) {
                Files.writeString(belongings.resolve(OVER), "");
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @param hasContainers whether a life has any, whatever they do */
    synchronized void collect(Predicate<String> hasContainers) {
        for (var life : filesIn(directory)) {
            if (Files.exists(life.resolve(OVER))
                    && !hasContainers.test(life.getFileName().toString())) {
                collect(life);
            }
        }
    }

    private void collect(Path life) {
        try {
            for (var thing : filesIn(life)) {
                if (!thing.endsWith(OVER) && (hasAnother(life, thing.getFileName()) || remove(thing))) {
                    written.remove(life.getFileName() + "/" + thing.getFileName());
                    Files.delete(thing);
                }
            }
            if (filesIn(life).equals(List.of(life.resolve(OVER)))) {
                FileSystemUtils.deleteRecursively(life);
            }
        } catch (IOException | RuntimeException failure) {
            LOG.warn(
                    "What {} had is not removed now, next try in a while: {}",
                    life.getFileName(),
                    failure.getMessage());
        }
    }

    /** False if it is in use. */
    private boolean remove(Path thing) throws IOException {
        var value = Files.readString(thing);
        if (thing.getFileName().toString().startsWith(SOURCE)) {
            sources.remove(value);
            return true;
        }
        return engine.release(new ImageReference(value));
    }

    private boolean hasAnother(Path life, Path thing) {
        return filesIn(directory).stream().anyMatch(other -> !other.equals(life) && Files.exists(other.resolve(thing)));
    }

    private void add(String life, String name, String value) {
        var key = life + "/" + name;
        if (!written.contains(key)) {
            write(life, name, value);
            written.add(key);
        }
    }

    /** Without its being written down the thing would only stay for good. */
    private synchronized void write(String life, String name, String value) {
        try {
            Files.createDirectories(directory.resolve(life));
            Files.writeString(directory.resolve(life).resolve(name), value);
        } catch (IOException failure) {
            LOG.warn("It cannot be written down that {} has {}, which will stay: {}", life, name, failure.getMessage());
        }
    }

    private static List<Path> filesIn(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.list(directory)) {
            return files.toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
