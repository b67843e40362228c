package io.cloudfunc.shell.line;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.print.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** {@code completion}: the same offers as in a session, for the shells in which one-shot commands are typed. */
public final class TabCompletion {

    private static final String BASH = """
            _cloudfunc() {
              mapfile -t COMPREPLY < <("$1" completion bash --line "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
            }
            complete -o bashdefault -o default -F _cloudfunc cloudfunc""";

    private static final String ZSH = """
            _cloudfunc() {
              local -a offers
              offers=("${(@f)$("${words[1]}" completion zsh --line "${(j: :)words[1,CURRENT-1]} $PREFIX" 2>/dev/null)}")
              if [[ -n $offers ]]; then compadd -a offers; else _files; fi
            }
            compdef _cloudfunc cloudfunc""";

    private final Supplier<Completion> completion;
    private final List<String> elsewhere;
    private final Console console;

    /** @param elsewhere commands of the program that started this one */
    public TabCompletion(Supplier<Completion> completion, List<String> elsewhere, Console console) {
        this.completion = completion;
        this.elsewhere = List.copyOf(elsewhere);
        this.console = console;
    }

    @Command(
            name = "completion",
            group = "Shell",
            description = "Print what makes Tab complete: source <(cloudfunc completion bash), or zsh",
            help = "completion bash >cloudfunc.bash")
    public void completion(
            @Argument(index = 0, description = "bash or zsh") String shell,
            @Option(longName = "line", description = "print what Tab offers at the end of this line") @Nullable
                    String line) {
        var script = script(shell);
        if (line == null) {
            console.line(script);
        } else {
            offers(line).forEach(console::line);
        }
    }

    private static String script(String shell) {
        return switch (shell) {
            case "bash" -> BASH;
            case "zsh" -> ZSH;
            default -> throw CommandFailedException.invalid("shell", shell, "bash or zsh");
        };
    }

    private Stream<String> offers(String line) {
        try {
            var words = new ArrayList<>(Words.of(line));
            var typed = line.endsWith(" ") || words.size() < 2 ? "" : words.removeLast();
            var before = words.isEmpty() ? words : words.subList(1, words.size());
            return offers(before, typed).filter(offer -> offer.startsWith(typed));
        } catch (CommandFailedException quoteNotClosedYet) {
            return Stream.empty();
        }
    }

    private Stream<String> offers(List<String> before, String typed) {
        var here = completion.get().offers(before, typed).map(Candidate::value);
        return before.isEmpty() ? Stream.concat(here, elsewhere.stream()).distinct() : here;
    }
}
