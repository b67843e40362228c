package io.cloudfunc.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Events as they were stored, a file each: {@code <class>/<number>[-<variant>].json}. A number is a shape that was once
 * written; the highest one is written now.
 */
final class StoredSamples {

    static final Path DIRECTORY = Path.of("src/test/resources/events");

    private StoredSamples() {}

    record Sample(String type, int number, Path file) {

        String json() {
            try {
                return Files.readString(file).strip();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        @Override
        public String toString() {
            return DIRECTORY.relativize(file).toString();
        }
    }

    static Stream<Sample> all() {
        return files(DIRECTORY).stream()
                .filter(Files::isDirectory)
                .flatMap(type -> files(type).stream().map(file -> sample(type, file)));
    }

    static List<Sample> newestOf(String type) {
        var samples = all().filter(sample -> sample.type.equals(type)).toList();
        var newest = samples.stream().mapToInt(Sample::number).max().orElse(0);
        return samples.stream().filter(sample -> sample.number == newest).toList();
    }

    private static Sample sample(Path type, Path file) {
        var number = file.getFileName().toString().split("[-.]")[0];
        return new Sample(type.getFileName().toString(), Integer.parseInt(number), file);
    }

    private static List<Path> files(Path directory) {
        try (var files = Files.list(directory)) {
            return files.sorted(Comparator.naturalOrder()).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
