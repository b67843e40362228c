package io.cloudfunc.shell.function;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.print.Console;
import io.cloudfunc.shell.rest.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.springframework.util.FileSystemUtils;
import tools.jackson.core.JacksonException;

/**
 * What a directory of source needs and does not have. It is fetched here, by the deployer's own tools and with the
 * deployer's own rights, and travels with the source: no worker needs a way to a registry, and the revision's identity
 * covers it. Nothing of what is fetched is run: packages are taken as they are built, without their install scripts.
 */
public final class Dependencies {

    /** To be packed beside the source, and deleted afterwards. */
    record Fetched(Optional<Path> directory) implements AutoCloseable {

        @Override
        public void close() {
            try {
                if (directory.isPresent()) {
                    FileSystemUtils.deleteRecursively(directory.get());
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private static final String REQUIREMENTS = "requirements.txt";
    private static final String PACKAGE = "package.json";
    private static final String LOCK = "package-lock.json";
    private static final String POM = "pom.xml";

    private final Tools tools;
    private final Console console;

    public Dependencies(Console console) {
        this(new ToolProcesses(), console);
    }

    Dependencies(Tools tools, Console console) {
        this.tools = tools;
        this.console = console;
    }

    Fetched of(Path source) {
        try {
            if (namesPythonPackages(source)) {
                return fetched(REQUIREMENTS, "pip", into -> pip(source, into));
            }
            if (namesNodePackages(source) && !Files.exists(source.resolve("node_modules"))) {
                return fetched(PACKAGE, "npm", into -> npm(source, into));
            }
            if (namesJars(source) && !Files.exists(source.resolve("lib"))) {
                return fetched(POM, "Maven", into -> maven(source, into));
            }
            return new Fetched(Optional.empty());
        } catch (IOException unreadable) {
            throw CommandFailedException.usage("%s cannot be read: %s".formatted(source, unreadable.getMessage()));
        }
    }

    @FunctionalInterface
    private interface Fetching {
        void into(Path directory) throws IOException;
    }

    private Fetched fetched(String file, String tool, Fetching fetching) throws IOException {
        console.say("Fetching what %s names, with %s…".formatted(file, tool));
        var fetched = new Fetched(Optional.of(Files.createTempDirectory("cloudfunc-fetched")));
        try {
            fetching.into(fetched.directory().orElseThrow());
            return fetched;
        } catch (IOException | RuntimeException failure) {
            fetched.close();
            throw failure;
        }
    }

    private void pip(Path source, Path into) {
        tools.run(
                List.of(
                        "python3",
                        "-m",
                        "pip",
                        "install",
                        "--quiet",
                        "--only-binary",
                        ":all:",
                        "--no-compile",
                        "--target",
                        into.toString(),
                        "--requirement",
                        REQUIREMENTS),
                source);
    }

    private void npm(Path source, Path into) throws IOException {
        Files.copy(source.resolve(PACKAGE), into.resolve(PACKAGE));
        var locked = Files.exists(source.resolve(LOCK));
        if (locked) {
            Files.copy(source.resolve(LOCK), into.resolve(LOCK));
        }
        var verb = locked ? "ci" : "install";
        tools.run(
                List.of("npm", verb, "--omit=dev", "--ignore-scripts", "--no-bin-links", "--no-audit", "--no-fund"),
                into);
    }

    private void maven(Path source, Path into) {
        tools.run(
                List.of(
                        "mvn",
                        "--batch-mode",
                        "--quiet",
                        "dependency:copy-dependencies",
                        "-DincludeScope=runtime",
                        "-DoutputDirectory=" + into.resolve("lib")),
                source);
    }

    private static boolean namesPythonPackages(Path source) throws IOException {
        var file = source.resolve(REQUIREMENTS);
        return Files.exists(file)
                && Files.readAllLines(file).stream()
                        .map(String::strip)
                        .anyMatch(line -> !line.isEmpty() && !line.startsWith("#"));
    }

    private static boolean namesNodePackages(Path source) throws IOException {
        var file = source.resolve(PACKAGE);
        try {
            return Files.exists(file)
                    && !Json.read(Files.readAllBytes(file)).path("dependencies").isEmpty();
        } catch (JacksonException noJson) {
            return false;
        }
    }

    private static boolean namesJars(Path source) throws IOException {
        var file = source.resolve(POM);
        return Files.exists(file) && Files.readString(file).contains("<dependency>");
    }
}
