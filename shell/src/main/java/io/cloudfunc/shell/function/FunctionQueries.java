package io.cloudfunc.shell.function;

import io.cloudfunc.shell.print.OutputFormat;
import io.cloudfunc.shell.print.Printer;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.PathSegment;
import io.cloudfunc.shell.rest.Query;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** {@code functions} and {@code describe}. */
public final class FunctionQueries {

    private final CloudFuncServer server;
    private final Printer printer;

    public FunctionQueries(CloudFuncServer server, Printer printer) {
        this.server = server;
        this.printer = printer;
    }

    @Command(name = "functions", group = "Functions", description = "List the functions", help = "functions -o json")
    public void functions(
            @Option(longName = "at", description = "as they were at that instant, or so long ago") @Nullable Instant at,
            @Option(
                            longName = "output",
                            shortName = 'o',
                            description = "how to show them",
                            defaultValue = OutputFormat.DEFAULT)
                    OutputFormat output) {
        printer.list(
                output,
                server.allPages(new Query("/v1/functions").with("at", at).text()),
                FunctionViews::list,
                "There are no functions; make one with: deploy <name> <directory>");
    }

    @Command(
            name = "describe",
            group = "Functions",
            description = "Show a function, its settings and all its revisions",
            help = "describe hello")
    public void describe(
            @Argument(index = 0, description = "name of the function") String name,
            @Option(longName = "at", description = "as it was at that instant, or so long ago") @Nullable Instant at,
            @Option(
                            longName = "output",
                            shortName = 'o',
                            description = "how to show it",
                            defaultValue = OutputFormat.DEFAULT)
                    OutputFormat output) {
        var path = new Query("/v1/functions/" + PathSegment.of("function name", name)).with("at", at);
        printer.print(output, server.json(path.text()), FunctionViews::one);
    }
}
