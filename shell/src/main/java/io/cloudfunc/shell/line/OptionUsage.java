package io.cloudfunc.shell.line;

import io.cloudfunc.shell.function.Language;
import java.util.Set;
import org.springframework.shell.core.command.CommandOption;

/** How an option is written. */
final class OptionUsage {

    private static final Set<String> KEYS_WITH_VALUES = Set.of("env", "label");

    private OptionUsage() {}

    static boolean isFlag(CommandOption option) {
        return option.type() == Boolean.class;
    }

    static boolean isRepeatable(CommandOption option) {
        return option.type().isArray();
    }

    static String synopsis(CommandOption option) {
        var brief = option.shortName() == ' ' ? "    " : "-" + option.shortName() + ", ";
        var value = isFlag(option) ? "" : " <" + valueName(option) + ">" + (isRepeatable(option) ? "…" : "");
        return brief + "--" + option.longName() + value;
    }

    private static String valueName(CommandOption option) {
        return switch (option.type().getSimpleName()) {
            case "Duration" -> "time";
            case "Integer", "Double" -> "number";
            case "OutputFormat" -> "table|json";
            case "Language" -> Language.words("|");
            case "String[]" -> KEYS_WITH_VALUES.contains(option.longName()) ? "key=value" : "text";
            default -> "text";
        };
    }
}
