package io.cloudfunc.shell.invocation;

import io.cloudfunc.shell.print.Console;
import io.cloudfunc.shell.print.OutputFormat;
import io.cloudfunc.shell.print.Printer;
import io.cloudfunc.shell.print.Watch;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.Query;
import io.cloudfunc.shell.rest.Request;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** {@code invocations}, {@code invocation} and {@code output}. */
public final class InvocationQueries {

    private final CloudFuncServer server;
    private final InvocationCalls calls;
    private final Printer printer;
    private final Watch watch;
    private final Console console;

    public InvocationQueries(
            CloudFuncServer server, InvocationCalls calls, Printer printer, Watch watch, Console console) {
        this.server = server;
        this.calls = calls;
        this.printer = printer;
        this.watch = watch;
        this.console = console;
    }

    @Command(name = "invocations", group = "Calls", description = "List calls, the newest first", help = """
                    invocations --function hello --state FAILED --limit 5
                    invocations --watch""")
    public void invocations(
            @Option(longName = "function", shortName = 'f', description = "only of this function") @Nullable
                    String function,
            @Option(
                            longName = "state",
                            description = "only in this state: WAITING, RUNNING, SUCCEEDED, FAILED or CANCELLED")
                    @Nullable
                    String state,
            @Option(longName = "limit", shortName = 'n', description = "at most so many", defaultValue = "20")
                    Integer limit,
            @Option(longName = "at", description = "as they were at that instant, or so long ago") @Nullable Instant at,
            @Option(
                            longName = "watch",
                            shortName = 'w',
                            description = "again each second, until Ctrl-C",
                            defaultValue = "false")
                    Boolean again,
            @Option(
                            longName = "output",
                            shortName = 'o',
                            description = "how to show them",
                            defaultValue = OutputFormat.DEFAULT)
                    OutputFormat output) {
        var path = new Query("/v1/invocations")
                .with("function", function)
                .with("state", state)
                .with("limit", limit.toString())
                .with("at", at)
                .text();
        if (again) {
            watch.repeating(() -> show(path, output));
        } else {
            show(path, output);
        }
    }

    private void show(String path, OutputFormat output) {
        printer.list(output, server.json(path), InvocationViews::list, "There are no such calls");
    }

    @Command(name = "invocation", group = "Calls", description = "Show one call in full", help = "invocation 019a…")
    public void invocation(
            @Argument(index = 0, description = "id of the call") String id,
            @Option(longName = "at", description = "as it was at that instant, or so long ago") @Nullable Instant at,
            @Option(
                            longName = "output",
                            shortName = 'o',
                            description = "how to show it",
                            defaultValue = OutputFormat.DEFAULT)
                    OutputFormat output) {
        var path = new Query(InvocationCalls.path(id)).with("at", at);
        printer.print(output, server.json(path.text()), InvocationViews::one);
    }

    @Command(name = "output", group = "Calls", description = "Print the output of a call", help = """
                    output 019a…
                    output 019a… --wait 30s""")
    public void output(
            @Argument(index = 0, description = "id of the call") String id,
            @Option(longName = "wait", description = "how long to wait for the call to end; default not at all")
                    @Nullable
                    Duration wait) {
        console.bytes(
                wait == null
                        ? server.accepted(Request.get(InvocationCalls.path(id) + "/output"))
                                .body()
                        : calls.outputOf(id, wait));
    }
}
