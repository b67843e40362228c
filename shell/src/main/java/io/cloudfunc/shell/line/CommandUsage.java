package io.cloudfunc.shell.line;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.shell.core.command.Command;
import org.springframework.shell.core.command.CommandOption;

/** A command and how it is written: its arguments in order, its options, an example. */
record CommandUsage(Command command, List<ArgumentUsage> arguments) {

    static CommandUsage of(Command command, Method method) {
        return new CommandUsage(
                command,
                Arrays.stream(method.getParameters())
                        .map(ArgumentUsage::of)
                        .filter(Objects::nonNull)
                        .sorted(Comparator.comparingInt(ArgumentUsage::index))
                        .toList());
    }

    String name() {
        return command.getName();
    }

    List<CommandOption> options() {
        return command.getOptions();
    }

    Optional<CommandOption> option(String word) {
        return options().stream().filter(option -> option.isOptionEqual(word)).findFirst();
    }

    long required() {
        return arguments.stream().filter(argument -> !argument.optional()).count();
    }

    String synopsis() {
        var words = Stream.concat(Stream.of(name()), arguments.stream().map(ArgumentUsage::synopsis));
        return words.collect(Collectors.joining(" ")) + (options().isEmpty() ? "" : " [options]");
    }
}
