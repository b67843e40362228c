package io.cloudfunc.shell.line;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.springframework.shell.core.command.CommandOption;

/** What Tab offers: commands, their options, and values that the server knows. */
public final class Completion implements Completer {

    private final CommandBook book;
    private final KnownValues values;

    public Completion(CommandBook book, KnownValues values) {
        this.book = book;
        this.values = values;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        var before = line.words().subList(0, line.wordIndex());
        candidates.addAll(
                offers(before, line.word().substring(0, line.wordCursor())).toList());
        if (before.isEmpty()) {
            candidates.add(new Candidate("exit"));
        }
    }

    /** For a word of which so much is typed, after those words. */
    Stream<Candidate> offers(List<String> before, String typed) {
        if (before.isEmpty()) {
            return book.all().stream().map(Completion::command);
        }
        return book.find(before.getFirst()).stream().flatMap(usage -> offers(usage, before, typed));
    }

    private Stream<Candidate> offers(CommandUsage usage, List<String> before, String typed) {
        var pending = usage.option(before.getLast()).filter(option -> !OptionUsage.isFlag(option));
        if (pending.isPresent()) {
            return values.of(String.valueOf(pending.get().longName()), typed);
        }
        return typed.startsWith("-") ? options(usage, before) : argument(usage, before, typed);
    }

    private static Stream<Candidate> options(CommandUsage usage, Collection<String> before) {
        return usage.options().stream()
                .filter(option ->
                        OptionUsage.isRepeatable(option) || before.stream().noneMatch(option::isOptionEqual))
                .map(Completion::option);
    }

    private Stream<Candidate> argument(CommandUsage usage, List<String> before, String typed) {
        var given = (int) IntStream.range(1, before.size())
                .filter(i -> isArgument(usage, before.get(i - 1), before.get(i)))
                .count();
        return given < usage.arguments().size()
                ? values.of(usage.arguments().get(given).name(), typed)
                : options(usage, before);
    }

    private static boolean isArgument(CommandUsage usage, String previous, String word) {
        return !word.startsWith("-")
                && usage.option(previous)
                        .filter(option -> !OptionUsage.isFlag(option))
                        .isEmpty();
    }

    private static Candidate command(CommandUsage usage) {
        return described(usage.name(), usage.command().getDescription());
    }

    private static Candidate option(CommandOption option) {
        return described("--" + option.longName(), String.valueOf(option.description()));
    }

    private static Candidate described(String word, String description) {
        return new Candidate(word, word, null, description, null, null, true);
    }
}
