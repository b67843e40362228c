package io.cloudfunc.shell.line;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import io.cloudfunc.shell.print.Console;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Commands from a file or another program, one per line; the first that fails is the last, and its code the result. */
final class LinesOfInput {

    private final CommandRunner runner;
    private final Console console;

    LinesOfInput(CommandRunner runner, Console console) {
        this.runner = runner;
        this.console = console;
    }

    ExitCode run(InputStream input) {
        var lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        try {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var code = line.isBlank() || line.startsWith("#") ? ExitCode.OK : run(line);
                if (code != ExitCode.OK) {
                    return code;
                }
            }
            return ExitCode.OK;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The commands on stdin cannot be read", unreadable);
        }
    }

    private ExitCode run(String line) {
        try {
            return runner.run(Words.of(line));
        } catch (CommandFailedException unclosedQuote) {
            console.say(String.valueOf(unclosedQuote.getMessage()));
            return unclosedQuote.exitCode();
        }
    }
}
