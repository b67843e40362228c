package io.cloudfunc.standalone;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * What one server has loaded and linked, for all that start after it: of the 14 s of CPU that a server of the tests takes until
 * it is ready, 8 remain. A JVM keeps that of jars only, so the directories of the class path become jars.
 */
final class LearntStart {

    private static final Path DIRECTORY = Path.of("target", "servers").toAbsolutePath();
    private static final Path CACHE = DIRECTORY.resolve("servers.aot");
    private static final String CLASS_PATH = System.getProperty("java.class.path");
    private static final Duration LEARNT_WITHIN = Duration.ofMinutes(5);

    private static boolean learnt;

    private LearntStart() {}

    /** For the JVM of a server; with them goes the class path. The first process to ask learns, others wait for it. */
    static synchronized List<String> options() {
        try {
            if (!learnt) {
                learnOnce();
                learnt = true;
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
        return options("-XX:AOTCache=" + CACHE);
    }

    private static List<String> options(String cache) {
        return List.of(cache, "-Xlog:aot=off", "-cp", classPathOfJars());
    }

    private static void learnOnce() throws IOException, InterruptedException {
        Files.createDirectories(DIRECTORY);
        try (var file = FileChannel.open(DIRECTORY.resolve("lock"), CREATE, WRITE)) {
            file.lock();
            if (isStale()) {
                makeJars();
                learn();
            }
        }
    }

    private static boolean isStale() throws IOException {
        if (!Files.exists(CACHE)) {
            return true;
        }
        var since = Files.getLastModifiedTime(CACHE);
        try (var files = entries().flatMap(LearntStart::filesOf)) {
            return files.anyMatch(file -> modifiedAt(file).compareTo(since) > 0);
        }
    }

    private static void learn() throws IOException, InterruptedException {
        Files.deleteIfExists(CACHE);
        var installation = RealParts.freshInstallation();
        var data = Files.createTempDirectory("learnt");
        try {
            var server = ServerProcess.startWith(
                    options("-XX:AOTCacheOutput=" + CACHE),
                    StandaloneApplication.class,
                    data,
                    RealParts.environment(installation));
            server.awaitReady().stopWithin(LEARNT_WITHIN);
        } finally {
            FileSystemUtils.deleteRecursively(data);
        }
    }

    private static void makeJars() {
        entries().filter(Files::isDirectory).forEach(LearntStart::makeJar);
    }

    private static void makeJar(Path classes) {
        var code = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "--create",
                        "--file",
                        jarOf(classes).toString(),
                        "-C",
                        classes.toString(),
                        ".");
        if (code != 0) {
            throw new IllegalStateException("No jar was made of " + classes);
        }
    }

    private static Path jarOf(Path entry) {
        return Files.isDirectory(entry) ? DIRECTORY.resolve(entry.getFileName() + ".jar") : entry;
    }

    private static String classPathOfJars() {
        return entries().map(LearntStart::jarOf).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static Stream<Path> entries() {
        return Stream.of(CLASS_PATH.split(File.pathSeparator)).map(Path::of).filter(Files::exists);
    }

    private static Stream<Path> filesOf(Path entry) {
        try {
            return Files.walk(entry).filter(Files::isRegularFile);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static FileTime modifiedAt(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
