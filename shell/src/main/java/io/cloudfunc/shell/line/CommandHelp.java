package io.cloudfunc.shell.line;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import org.springframework.shell.core.command.CommandOption;

/** What help says of all commands, and of one. */
final class CommandHelp {

    private CommandHelp() {}

    static List<String> of(Collection<CommandUsage> usages) {
        var width =
                usages.stream().mapToInt(usage -> usage.name().length()).max().orElse(0);
        var groups = new LinkedHashMap<String, List<String>>();
        usages.forEach(usage -> groups.computeIfAbsent(usage.command().getGroup(), group -> new ArrayList<>())
                .add(entry(usage.name(), usage.command().getDescription(), width)));
        var lines = new ArrayList<String>();
        groups.forEach((group, entries) -> {
            lines.add(group);
            lines.addAll(entries);
        });
        lines.add("");
        lines.add("More about one, with an example: <command> --help. In the interactive shell: exit, Tab completes.");
        return lines;
    }

    static List<String> of(CommandUsage usage) {
        var lines = new ArrayList<String>();
        lines.add(usage.command().getDescription());
        lines.add("");
        lines.add("Usage: " + usage.synopsis());
        usage.arguments()
                .forEach(argument -> lines.add(entry(argument.synopsis(), argument.description(), width(usage))));
        usage.options()
                .forEach(option -> lines.add(entry(OptionUsage.synopsis(option), meaning(option), width(usage))));
        lines.add("");
        lines.add("Example:");
        usage.command().getHelp().lines().map("  "::concat).forEach(lines::add);
        return lines;
    }

    private static int width(CommandUsage usage) {
        var arguments = usage.arguments().stream().map(ArgumentUsage::synopsis).mapToInt(String::length);
        var options = usage.options().stream().map(OptionUsage::synopsis).mapToInt(String::length);
        return Math.max(arguments.max().orElse(0), options.max().orElse(0));
    }

    private static String meaning(CommandOption option) {
        var value = option.defaultValue();
        return value == null || value.isEmpty() || OptionUsage.isFlag(option)
                ? String.valueOf(option.description())
                : "%s (default %s)".formatted(option.description(), value);
    }

    private static String entry(String name, String description, int width) {
        return "  %s%s  %s".formatted(name, " ".repeat(width - name.length()), description);
    }
}
