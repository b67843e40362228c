package io.cloudfunc.shell.line;

import io.cloudfunc.shell.exit.ExitCode;
import io.cloudfunc.shell.print.Console;
import io.cloudfunc.shell.print.StandardInput;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the process does: one command if it was started with words, else the lines it is given, else a session with a
 * person. Only the last makes a terminal.
 */
public final class ShellRunner {

    private final CommandRunner oneShot;
    private final LinesOfInput lines;
    private final Supplier<Session> session;
    private final StandardInput input;

    public ShellRunner(CommandRunner oneShot, Supplier<Session> session, Console console, StandardInput input) {
        this.oneShot = oneShot;
        this.lines = new LinesOfInput(oneShot, console);
        this.session = session;
        this.input = input;
    }

    public ExitCode run(List<String> words) {
        if (!words.isEmpty()) {
            return oneShot.run(words);
        }
        return input.terminal() ? session.get().run() : lines.run(input.claim());
    }
}
