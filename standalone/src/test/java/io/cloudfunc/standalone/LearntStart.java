package io.cloudfunc.standalone;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one server has loaded and linked, for all that start after it in the same run of {@code ./cloudfunc test}: of the 14 s
 * of CPU that a server of the tests takes until it is ready, 8 remain. A JVM keeps that of jars only, so the directories of
 * the class path become jars.
 */
final class LearntStart {

    private static final String CLASS_PATH = System.getProperty("java.class.path");
    private static final Duration LEARNT_WITHIN = Duration.ofMinutes(5);

    /** Empty when each run begins. There is none where tests are run by hand: learning takes longer than it saves there. */
    private static final Optional<Path> DIRECTORY =
            Optional.ofNullable(System.getenv("CLOUDFUNC_TEST_LEARNT")).map(Path::of);

    private static final List<String> OPTIONS =
            DIRECTORY.flatMap(LearntStart::learntIn).orElse(List.of("-cp", CLASS_PATH));

    private LearntStart() {}

    /** For the JVM of a server; with them goes the class path. The first process to ask learns, others wait for it. */
    static List<String> options() {
        return OPTIONS;
    }

    private static Optional<List<String>> learntIn(Path directory) {
        var cache = directory.resolve("servers.aot");
        try (var file = FileChannel.open(directory.resolve("lock"), CREATE, WRITE)) {
            file.lock();
            if (!Files.exists(cache)) {
                learn(directory, cache);
            }
            return Optional.of(options("-XX:AOTCache=" + cache, directory));
        } catch (IOException | InterruptedException | RuntimeException | AssertionError failed) {
            System.out.println("Servers of the tests start without what one has learnt: " + failed);
            return Optional.empty();
        }
    }

    private static List<String> options(String cache, Path jars) {
        return List.of(cache, "-Xlog:aot=off", "-cp", classPath(jars));
    }

    /** The JVM writes the cache in place when it ends, and is done when it has taken its notes away. */
    private static void learn(Path directory, Path cache) throws IOException, InterruptedException {
        entries().filter(Files::isDirectory).forEach(classes -> makeJar(classes, jarOf(classes, directory)));
        var data = Files.createTempDirectory(directory, "data");
        var written = data.resolve(cache.getFileName());
        var server = ServerProcess.start(
                List.of(),
                options("-XX:AOTCacheOutput=" + written, directory),
                StandaloneApplication.class,
                data,
                RealParts.environment(RealParts.freshInstallation()));
        server.awaitReady().stopWithin(LEARNT_WITHIN);
        if (Files.exists(data.resolve(written.getFileName() + ".config"))) {
            throw new IOException("%s was not written to its end".formatted(written));
        }
        Files.move(written, cache, ATOMIC_MOVE);
    }

    private static void makeJar(Path classes, Path jar) {
        var code = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
        if (code != 0) {
            throw new IllegalStateException("No jar was made of " + classes);
        }
    }

    private static String classPath(Path jars) {
        return entries()
                .map(entry -> Files.isDirectory(entry) ? jarOf(entry, jars) : entry)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path jarOf(Path classes, Path jars) {
        return jars.resolve(classes.getFileName() + ".jar");
    }

    private static Stream<Path> entries() {
        return Stream.of(CLASS_PATH.split(File.pathSeparator)).map(Path::of);
    }
}
