package io.cloudfunc.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * An installation as people start one, with the launcher, in a directory where {@code ./cloudfunc} and
 * {@code examples} are; on the engine and the broker of the tests.
 */
final class LaunchedInstallation {

    /** @param text stdout and stderr, as a terminal shows them */
    record Said(int code, String text) {}

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final long MINUTES = 5;

    private final Path directory;
    private final Map<String, String> environment = new TreeMap<>();

    LaunchedInstallation(Path directory) throws IOException {
        this.directory = directory;
        Files.createSymbolicLink(directory.resolve("cloudfunc"), ROOT.resolve("cloudfunc"));
        Files.createSymbolicLink(directory.resolve("examples"), ROOT.resolve("examples"));
        RealParts.environment("unused").forEach((name, value) -> {
            if (name.startsWith("SPRING_RABBITMQ_")) {
                environment.put(name, value);
            }
        });
        environment.put("DOCKER_HOST", RealParts.engine());
        environment.put("CLOUDFUNC_DATA", directory.resolve("data").toString());
        environment.put("XDG_STATE_HOME", directory.resolve("state").toString());
        environment.put("CLOUDFUNC_BUILT", "yes");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("PATH", directory + ":" + System.getenv("PATH"));
    }

    Path directory() {
        return directory;
    }

    /** Runs a script of bash to its end. */
    Said run(String script) throws IOException, InterruptedException {
        var said = directory.resolve("said");
        var builder = new ProcessBuilder(List.of("bash", "-c", script))
                .directory(directory.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().putAll(environment);
        var bash = builder.start();
        if (!bash.waitFor(MINUTES, TimeUnit.MINUTES)) {
            bash.destroy();
            throw new AssertionError(
                    "not ended within %d min: %s%n%s".formatted(MINUTES, script, Files.readString(said)));
        }
        return new Said(bash.exitValue(), Files.readString(said));
    }

    /** The same, where it must succeed. */
    String done(String script) throws IOException, InterruptedException {
        var said = run(script);
        if (said.code() != 0) {
            throw new AssertionError("%s ended with code %d:%n%s".formatted(script, said.code(), said.text()));
        }
        return said.text();
    }
}
