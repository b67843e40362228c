package io.cloudfunc.shell.line;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import io.cloudfunc.shell.print.Console;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.InputReader;
import org.springframework.shell.core.command.CommandContext;
import org.springframework.shell.core.command.CommandExecutionException;
import org.springframework.shell.core.command.CommandExecutor;

/** Runs one command. Whatever happens ends as an exit code, with a message on stderr where it is not OK. */
public final class CommandRunner {

    private static final InputReader NO_INPUT = new InputReader() {};

    private final CommandBook book;
    private final CommandLineParser parser;
    private final CommandExecutor executor;
    private final Collection<String> elsewhere;
    private final Console console;

    /**
     * @param elsewhere commands of the program that started this one; they may be meant by a word that is none here
     */
    public CommandRunner(CommandBook book, Conversions conversions, Collection<String> elsewhere, Console console) {
        this.book = book;
        this.elsewhere = List.copyOf(elsewhere);
        this.parser = new CommandLineParser(conversions);
        this.executor = new CommandExecutor(book.registry());
        this.console = console;
    }

    public ExitCode run(List<String> words) {
        try {
            execute(words);
            return ExitCode.OK;
        } catch (CommandFailedException failed) {
            return tell(failed);
        } catch (CommandExecutionException wrapper) {
            return tell(failureIn(wrapper));
        } finally {
            console.out().flush();
        }
    }

    private void execute(List<String> words) {
        if (words.isEmpty() || isHelp(words.getFirst())) {
            showAll();
            return;
        }
        var usage = usage(words.getFirst());
        var rest = words.subList(1, words.size());
        if (asksForHelp(rest)) {
            show(usage);
            return;
        }
        var input = parser.parse(usage, rest);
        executor.execute(new CommandContext(input, book.registry(), new PrintWriter(console.out()), NO_INPUT));
    }

    void showAll() {
        CommandHelp.of(book.all()).forEach(console::line);
    }

    void show(CommandUsage usage) {
        CommandHelp.of(usage).forEach(console::line);
    }

    CommandUsage usage(String name) {
        return book.find(name).orElseThrow(() -> unknown(name));
    }

    private CommandFailedException unknown(String name) {
        var known = Stream.concat(book.names().stream(), elsewhere.stream()).toList();
        var meant = Nearest.to(name, known).map("; did you mean %s?"::formatted).orElse("");
        return CommandFailedException.usage("There is no command '%s'%s%nAll commands: help".formatted(name, meant));
    }

    private static boolean asksForHelp(List<String> words) {
        var separator = words.indexOf("--");
        return words.subList(0, separator < 0 ? words.size() : separator).stream()
                .anyMatch(CommandRunner::isHelp);
    }

    private static boolean isHelp(String word) {
        return word.equals("--help") || word.equals("-h");
    }

    private static CommandFailedException failureIn(CommandExecutionException wrapper) {
        @Nullable Throwable cause = wrapper.getCause();
        if (cause instanceof InvocationTargetException thrown) {
            cause = thrown.getTargetException();
        }
        return cause instanceof CommandFailedException failed
                ? failed
                : new CommandFailedException(ExitCode.FAULT, "The shell itself failed, please report it: " + cause);
    }

    private ExitCode tell(CommandFailedException failed) {
        console.out().flush();
        console.say(String.valueOf(failed.getMessage()));
        return failed.exitCode();
    }
}
