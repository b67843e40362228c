package io.cloudfunc.shell.line;

import io.cloudfunc.shell.exit.CommandFailedException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.convert.ConversionException;
import org.springframework.shell.core.command.CommandArgument;
import org.springframework.shell.core.command.CommandOption;
import org.springframework.shell.core.command.ParsedInput;

/**
 * Reads the words after a command's name. Spring Shell's own parser takes one line, so that words with blanks and
 * quotes do not survive, and passes unknown options over; this one takes the words as they are and refuses what it does
 * not know.
 */
final class CommandLineParser {

    private final Conversions conversions;

    CommandLineParser(Conversions conversions) {
        this.conversions = conversions;
    }

    ParsedInput parse(CommandUsage usage, List<String> words) {
        var arguments = new ArrayList<String>();
        var options = new LinkedHashMap<CommandOption, String>();
        for (var rest = words.listIterator(); rest.hasNext(); ) {
            var word = rest.next();
            if (word.equals("--")) {
                rest.forEachRemaining(arguments::add);
            } else if (word.startsWith("-") && word.length() > 1) {
                readOption(usage, word, rest, options);
            } else {
                arguments.add(word);
            }
        }
        checkCount(usage, arguments);
        checkArguments(usage, arguments);
        return parsed(usage, arguments, options);
    }

    private void readOption(
            CommandUsage usage, String word, ListIterator<String> rest, Map<CommandOption, String> options) {
        var name = nameIn(word);
        var option = usage.option(name).orElseThrow(() -> unknown(usage, name));
        var value = word.length() > name.length() ? inline(word, name) : following(usage, option, name, rest);
        checkValue(name, value, option.type());
        var before = options.put(option, value);
        if (before != null) {
            options.put(option, joined(option, name, before, value));
        }
    }

    /** {@code --name}, or {@code -n} of {@code -nvalue}. */
    private static String nameIn(String word) {
        return word.startsWith("--") ? word.split("=", 2)[0] : word.substring(0, 2);
    }

    private static String inline(String word, String name) {
        var value = word.substring(name.length());
        return value.startsWith("=") ? value.substring(1) : value;
    }

    private static String following(CommandUsage usage, CommandOption option, String name, ListIterator<String> rest) {
        if (OptionUsage.isFlag(option)) {
            return "true";
        }
        if (rest.hasNext()) {
            var value = rest.next();
            if (usage.option(value).isEmpty()) {
                return value;
            }
        }
        throw wrong(usage, "%s needs a value: %s".formatted(name, option.description()));
    }

    private void checkArguments(CommandUsage usage, List<String> given) {
        for (var i = 0; i < given.size(); i++) {
            var argument = usage.arguments().get(i);
            checkValue(argument.synopsis(), given.get(i), argument.type());
        }
    }

    private void checkValue(String name, String value, Class<?> type) {
        try {
            conversions.convert(value, type);
        } catch (ConversionException refused) {
            var cause = refused.getCause();
            throw CommandFailedException.invalid(
                    name, value, String.valueOf(cause == null ? refused.getMessage() : cause.getMessage()));
        }
    }

    private static String joined(CommandOption option, String name, String before, String value) {
        if (!OptionUsage.isRepeatable(option)) {
            throw CommandFailedException.usage("%s is given twice: '%s' and '%s'".formatted(name, before, value));
        }
        return before + Conversions.SEPARATOR + value;
    }

    private static void checkCount(CommandUsage usage, List<String> given) {
        if (given.size() < usage.required()) {
            var missing = usage.arguments().get(given.size());
            throw wrong(usage, "%s is missing: %s".formatted(missing.synopsis(), missing.description()));
        }
        if (given.size() > usage.arguments().size()) {
            throw wrong(
                    usage,
                    "'%s' is one word too many; a value with blanks needs quotes"
                            .formatted(given.get(usage.arguments().size())));
        }
    }

    private static CommandFailedException unknown(CommandUsage usage, String name) {
        var names = usage.options().stream().map(option -> "--" + option.longName());
        var known = Stream.concat(names, Stream.of("--help")).collect(Collectors.toList());
        var meant = Nearest.to(name, known).map("; did you mean %s?"::formatted).orElse("");
        return wrong(usage, "%s has no option %s%s".formatted(usage.name(), name, meant));
    }

    private static CommandFailedException wrong(CommandUsage usage, String what) {
        return CommandFailedException.usage(
                "%s%nUsage: %s  (more: %s --help)".formatted(what, usage.synopsis(), usage.name()));
    }

    private static ParsedInput parsed(CommandUsage usage, List<String> arguments, Map<CommandOption, String> options) {
        var input = ParsedInput.builder().commandName(usage.name());
        options.forEach((option, value) -> input.addOption(given(option, value)));
        Iterator<String> values = arguments.iterator();
        usage.arguments().forEach(argument -> input.addArgument(argument(argument.index(), values)));
        return input.build();
    }

    private static CommandOption given(CommandOption option, String value) {
        return CommandOption.with()
                .shortName(option.shortName())
                .longName(String.valueOf(option.longName()))
                .type(option.type())
                .value(value)
                .build();
    }

    /** An argument that was left out reaches its method as null; Spring Shell would make it an empty word. */
    @SuppressWarnings("NullAway")
    private static CommandArgument argument(int index, Iterator<String> values) {
        return new CommandArgument(index, values.hasNext() ? values.next() : null);
    }
}
