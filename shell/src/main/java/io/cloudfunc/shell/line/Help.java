package io.cloudfunc.shell.line;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;

/** {@code help}: the same as {@code --help}. */
public final class Help {

    private final Supplier<CommandRunner> runner;

    public Help(Supplier<CommandRunner> runner) {
        this.runner = runner;
    }

    @Command(name = "help", group = "Shell", description = "Show all commands, or one", help = "help deploy")
    public void help(@Argument(index = 0, description = "name of a command") @Nullable String command) {
        if (command == null) {
            runner.get().showAll();
        } else {
            runner.get().show(runner.get().usage(command));
        }
    }
}
