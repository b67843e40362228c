package io.cloudfunc.shell.line;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import io.cloudfunc.shell.print.Console;
import io.cloudfunc.shell.print.StandardInput;
import io.cloudfunc.shell.rest.CloudFuncServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.terminal.TerminalBuilder;

/** The interactive shell: reads a line, runs it, until the person leaves. */
public final class Session {

    private static final String PROMPT = "cloudfunc:> ";

    private final CommandRunner runner;
    private final Completion completion;
    private final CloudFuncServer server;
    private final Console console;
    private final StandardInput input;
    private final Map<String, String> environment;

    public Session(
            CommandRunner runner,
            Completion completion,
            CloudFuncServer server,
            Console console,
            StandardInput input,
            Map<String, String> environment) {
        this.runner = runner;
        this.completion = completion;
        this.server = server;
        this.console = console;
        this.input = input;
        this.environment = Map.copyOf(environment);
    }

    ExitCode run() {
        input.claim();
        try (var terminal = TerminalBuilder.builder().name("CloudFunc").build()) {
            console.say("CloudFunc at %s. Commands: help; leave: exit".formatted(server.url()));
            readAndRun(terminal, reader(terminal));
            return ExitCode.OK;
        } catch (CommandFailedException wrongUrl) {
            console.say(String.valueOf(wrongUrl.getMessage()));
            return wrongUrl.exitCode();
        } catch (IOException broken) {
            throw new UncheckedIOException("The terminal cannot be used", broken);
        }
    }

    private LineReader reader(Terminal terminal) {
        return LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("cloudfunc")
                .completer(completion)
                .variable(LineReader.HISTORY_FILE, HistoryFile.of(environment))
                .option(Option.DISABLE_EVENT_EXPANSION, true)
                .option(Option.INSERT_TAB, false)
                .build();
    }

    private void readAndRun(Terminal terminal, LineReader reader) {
        while (true) {
            try {
                var words = Words.of(reader.readLine(PROMPT));
                if (leaves(words)) {
                    return;
                }
                if (!words.isEmpty()) {
                    interruptibly(terminal, words);
                }
            } catch (CommandFailedException unclosedQuote) {
                console.say(String.valueOf(unclosedQuote.getMessage()));
            } catch (UserInterruptException lineGivenUp) {
                // a new prompt follows
            } catch (EndOfFileException left) {
                return;
            }
        }
    }

    private static boolean leaves(List<String> words) {
        return words.equals(List.of("exit")) || words.equals(List.of("quit"));
    }

    /** Ctrl-C ends the command and not the session. */
    private void interruptibly(Terminal terminal, List<String> words) {
        var self = Thread.currentThread();
        SignalHandler before = terminal.handle(Signal.INT, signal -> self.interrupt());
        try {
            runner.run(words);
        } finally {
            terminal.handle(Signal.INT, before);
            Thread.interrupted();
        }
    }
}
