package io.cloudfunc.shell.projection;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import io.cloudfunc.shell.print.OutputFormat;
import io.cloudfunc.shell.print.Printer;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.PathSegment;
import io.cloudfunc.shell.rest.Request;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** {@code projections} and {@code check}. */
public final class Projections {

    static final String PATH = "/v1/projections";

    /** The server goes through all events that there are, up to 15 minutes for each view. */
    private static final Duration LONGEST = Duration.ofMinutes(46);

    private final CloudFuncServer server;
    private final Printer printer;

    public Projections(CloudFuncServer server, Printer printer) {
        this.server = server;
        this.printer = printer;
    }

    @Command(
            name = "projections",
            group = "Audit",
            description = "List the views that are made of the events, and how far each of them is",
            help = "projections -o json")
    public void projections(
            @Option(
                            longName = "output",
                            shortName = 'o',
                            description = "how to show them",
                            defaultValue = OutputFormat.DEFAULT)
                    OutputFormat output) {
        printer.print(output, server.json(PATH), ProjectionViews::list);
    }

    @Command(
            name = "check",
            group = "Audit",
            description = "Compare a view, or all, row by row with one made anew of the events",
            help = """
                    check
                    check invocations""")
    public void check(
            @Argument(index = 0, description = "name of the projection; all, if left out") @Nullable String projection,
            @Option(
                            longName = "output",
                            shortName = 'o',
                            description = "how to show it",
                            defaultValue = OutputFormat.DEFAULT)
                    OutputFormat output) {
        var found = server.accepted(Request.post(path(projection) + ":check").within(LONGEST))
                .json();
        printer.print(output, found, ProjectionViews::checks);
        if (!ProjectionViews.each(found).allMatch(check -> check.path("equal").asBoolean(false))) {
            throw new CommandFailedException(
                    ExitCode.FAILED,
                    "A view is not what the events make; expected 0 rows missing, extra or different. See: rebuild");
        }
    }

    static String path(@Nullable String projection) {
        return projection == null ? PATH : PATH + "/" + PathSegment.of("projection", projection);
    }
}
