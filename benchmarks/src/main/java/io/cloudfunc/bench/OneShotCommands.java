package io.cloudfunc.bench;

import static io.cloudfunc.bench.Figures.progress;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * {@code bench shell}: how long {@code ./cloudfunc functions} takes from its start to its end, with a function to show,
 * beside {@code java -version} and a program that prints one word, in turn.
 */
final class OneShotCommands implements Scenario {

    private static final int ROUNDS = 20;
    private static final String FUNCTION = "bench-shell";
    private static final String HELLO =
            "public class Hello { public static void main(String[] none) { System.out.println(\"hello\"); } }";
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");

    private final Samples version = new Samples();
    private final Samples hello = new Samples();
    private final Samples functions = new Samples();

    @Override
    public Figures measure(Installation installation) throws IOException {
        new Rest(installation).deploy(FUNCTION, WarmCalls.SOURCE, "{}");
        var directory = compiledHello(installation.data().resolve("bench-shell"));
        var launcher = Installation.required(System.getenv(), "CLOUDFUNC_BENCH_LAUNCHER");
        var environment = Map.of(
                "CLOUDFUNC_URL", installation.server().toString(),
                "CLOUDFUNC_KEY", installation.key());
        progress("%d rounds", ROUNDS);
        for (var round = 0; round < ROUNDS; round++) {
            version.add(timed(environment, java(), "-version"));
            hello.add(timed(environment, java(), "-cp", directory.toString(), "Hello"));
            functions.add(timed(environment, launcher, "functions"));
        }
        return new Figures()
                .put("java_version", version.figures())
                .put("java_hello", hello.figures())
                .put("functions", functions.figures());
    }

    private static String java() {
        return JAVA.resolve("java").toString();
    }

    private static Path compiledHello(Path directory) throws IOException {
        var source = Files.writeString(Files.createDirectories(directory).resolve("Hello.java"), HELLO);
        timed(Map.of(), JAVA.resolve("javac").toString(), source.toString());
        return directory;
    }

    /** In ns. */
    private static long timed(Map<String, String> environment, String... command) throws IOException {
        var builder = new ProcessBuilder(List.of(command))
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD);
        builder.environment().putAll(environment);
        var begun = System.nanoTime();
        var code = Command.ended(builder.start());
        var took = System.nanoTime() - begun;
        if (code != 0) {
            throw new IOException("%s ended with code %d".formatted(String.join(" ", command), code));
        }
        return took;
    }
}
