package io.cloudfunc.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A command of a page, and what the page says that it prints. On the page it stands in a {@code console} block after
 * {@code "$ "}, goes on after {@code "> "}, and its output follows, in which {@code …} is anything in a line, and alone
 * in a line any lines. How many blanks there are does not count.
 */
record ShownCommand(String command, List<String> output) {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```console\n(.*?)^```$");
    private static final String ANYTHING = "…";

    static List<ShownCommand> on(String page) {
        var shown = new ArrayList<ShownCommand>();
        BLOCK.matcher(page).results().flatMap(block -> block.group(1).lines()).forEach(line -> {
            if (line.startsWith("$ ")) {
                shown.add(new ShownCommand(line.substring(2), List.of()));
            } else {
                shown.add(shown.removeLast().with(line));
            }
        });
        return shown;
    }

    private ShownCommand with(String line) {
        if (output.isEmpty() && line.startsWith("> ")) {
            return new ShownCommand(command + "\n" + line.substring(2), output);
        }
        var longer = new ArrayList<>(output);
        longer.add(line);
        return new ShownCommand(command, List.copyOf(longer));
    }

    boolean prints(String printed) {
        var lines = printed.lines().map(line -> single(line) + "\n").collect(Collectors.joining());
        return lines.matches(output.stream().map(ShownCommand::asPattern).collect(Collectors.joining()));
    }

    private static String asPattern(String line) {
        if (line.equals(ANYTHING)) {
            return "(?s:.*\n)?";
        }
        return Pattern.quote(single(line)).replace(ANYTHING, "\\E.*\\Q") + "\n";
    }

    private static String single(String line) {
        return line.strip().replaceAll(" +", " ");
    }
}
