package io.cloudfunc.shell.function;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.print.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** {@code init}. It asks no server. */
public final class Init {

    /** The server's rule for the name of a function. */
    private static final Pattern NAME =
            Pattern.compile("(?=.{1,63}$)([a-z]([a-z0-9-]*[a-z0-9])?\\.)?[a-z]([a-z0-9-]*[a-z0-9])?");

    private final Path here;
    private final String program;
    private final Console console;

    /**
     * @param here where directories are made
     * @param program what a command line that runs a command begins with; empty in the interactive shell
     */
    public Init(Path here, String program, Console console) {
        this.here = here;
        this.program = program;
        this.console = console;
    }

    @Command(
            name = "init",
            group = "Functions",
            description = "Make a directory with a small function that deploys as it is, and a test event",
            help = "init hello --runtime node")
    public void init(
            @Argument(index = 0, description = "name of the function, and of its directory") String name,
            @Option(longName = "runtime", description = "language of the function; needed") @Nullable
                    Language runtime) {
        if (!NAME.matcher(name).matches()) {
            throw CommandFailedException.invalid(
                    "function name",
                    name,
                    "1 to 63 of a-z, 0-9 and inner hyphens, the first a letter; before it, if any, its namespace and a dot");
        }
        if (runtime == null) {
            throw CommandFailedException.usage("--runtime is missing; expected one of " + Language.words(", "));
        }
        make(here.resolve(name), runtime);
        console.say("Made %s with %s and event.json. Next:".formatted(name, runtime.handlerFile()));
        console.line("%sdeploy %s %s".formatted(program, name, name));
        console.line("%sinvoke %s -d @%s/event.json".formatted(program, name, name));
    }

    private static void make(Path directory, Language runtime) {
        try {
            checkFree(directory);
            Files.createDirectories(directory);
            copy(runtime, runtime.handlerFile(), directory);
            copy(runtime, "event.json", directory);
        } catch (IOException failure) {
            throw CommandFailedException.usage("%s cannot be made: %s".formatted(directory, failure));
        }
    }

    private static void checkFree(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (var files = Files.list(directory)) {
                refuseIf(files.findAny().isPresent(), directory, "a name of no directory, or of an empty one");
            }
        } else {
            refuseIf(Files.exists(directory), directory, "a name of no file");
        }
    }

    private static void refuseIf(boolean taken, Path directory, String expected) {
        if (taken) {
            throw CommandFailedException.invalid("directory", directory, expected);
        }
    }

    /** From the examples, which this program carries. */
    private static void copy(Language runtime, String file, Path directory) throws IOException {
        var name = "/examples/hello-%s/%s".formatted(runtime.word(), file);
        try (var example = Init.class.getResourceAsStream(name)) {
            if (example == null) {
                throw new IllegalStateException(name + " is missing in this program");
            }
            Files.copy(example, directory.resolve(file));
        }
    }
}
