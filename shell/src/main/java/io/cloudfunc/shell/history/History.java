package io.cloudfunc.shell.history;

import io.cloudfunc.shell.print.OutputFormat;
import io.cloudfunc.shell.print.Printer;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** {@code history}: everything stored about a function, a call or a container, in order; of a call, its story first. */
public final class History {

    private final StoredEvents events;
    private final Printer printer;

    public History(StoredEvents events, Printer printer) {
        this.events = events;
        this.printer = printer;
    }

    @Command(
            name = "history",
            group = "Audit",
            description = "Show the stored events of a function (all its lives), of a call or of a container",
            help = """
                    history hello
                    history 019a… -o json""")
    public void history(
            @Argument(index = 0, description = "name of a function, or id of a call or container")
                    String functionOrInvocation,
            @Option(
                            longName = "output",
                            shortName = 'o',
                            description = "how to show them",
                            defaultValue = OutputFormat.DEFAULT)
                    OutputFormat output) {
        printer.print(output, events.of(functionOrInvocation), StoryView::of);
    }
}
