package io.cloudfunc.shell.invocation;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import io.cloudfunc.shell.print.Column;
import io.cloudfunc.shell.print.Console;
import io.cloudfunc.shell.print.Lines;
import io.cloudfunc.shell.print.OutputFormat;
import io.cloudfunc.shell.print.Printer;
import io.cloudfunc.shell.print.StandardInput;
import io.cloudfunc.shell.print.Table;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.PathSegment;
import io.cloudfunc.shell.rest.Query;
import io.cloudfunc.shell.rest.Request;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;
import tools.jackson.databind.JsonNode;

/** {@code dead-letters} and {@code redrive}. */
public final class DeadLetters {

    /** The server redrives for 60 s at most. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final CloudFuncServer server;
    private final Printer printer;
    private final StandardInput input;
    private final Console console;

    public DeadLetters(CloudFuncServer server, Printer printer, StandardInput input, Console console) {
        this.server = server;
        this.printer = printer;
        this.input = input;
        this.console = console;
    }

    @Command(
            name = "dead-letters",
            group = "Calls",
            description = "List the calls that ended with no attempts left, the oldest first, until they are redriven",
            help = "dead-letters --function hello")
    public void deadLetters(
            @Option(longName = "function", shortName = 'f', description = "only of this function") @Nullable
                    String function,
            @Option(longName = "limit", shortName = 'n', description = "at most so many", defaultValue = "20")
                    Integer limit,
            @Option(
                            longName = "output",
                            shortName = 'o',
                            description = "how to show them",
                            defaultValue = OutputFormat.DEFAULT)
                    OutputFormat output) {
        var path = new Query("/v1/dead-letters").with("function", function).with("limit", limit.toString());
        printer.list(output, server.json(path.text()), InvocationViews::list, "There are no dead letters");
    }

    @Command(
            name = "redrive",
            group = "Calls",
            description = "Call dead letters anew: one, or the oldest of a function",
            help = """
                    redrive 019a…
                    redrive 019a… -d '{"name": "Ada"}'
                    redrive --function hello --limit 500 --rate 20""")
    public void redrive(
            @Argument(index = 0, description = "id of one call") @Nullable String id,
            @Option(longName = "data", shortName = 'd', description = "another input for it, @file or @- (stdin)")
                    @Nullable
                    String data,
            @Option(
                            longName = "content-type",
                            description = "content type of the other input",
                            defaultValue = "application/json")
                    String contentType,
            @Option(longName = "function", shortName = 'f', description = "the oldest of this function") @Nullable
                    String function,
            @Option(
                            longName = "limit",
                            shortName = 'n',
                            description = "how many of them, up to 500",
                            defaultValue = "100")
                    Integer limit,
            @Option(longName = "rate", description = "how many a second at most, up to 500", defaultValue = "10")
                    Integer rate,
            @Option(
                            longName = "output",
                            shortName = 'o',
                            description = "how to show what became of them",
                            defaultValue = OutputFormat.DEFAULT)
                    OutputFormat output) {
        var one = id == null || id.isEmpty() ? null : id;
        if ((one == null) == (function == null) || (one == null && data != null)) {
            throw CommandFailedException.usage(
                    "redrive needs the id of a call, which may have other --data, or --function");
        }
        if (one != null) {
            console.line(redriven(one, data, contentType));
        } else {
            redriveOldest(String.valueOf(function), limit, rate, output);
        }
    }

    private String redriven(String id, @Nullable String data, String contentType) {
        var path = "/v1/dead-letters/%s:redrive".formatted(PathSegment.of("id", id));
        var request = data == null
                ? Request.post(path)
                : Request.post(path, contentType, new Body(input, console).of(data, PATIENCE));
        return server.accepted(request).json().path("id").asString("");
    }

    private void redriveOldest(String function, int limit, int rate, OutputFormat output) {
        var path = new Query("/v1/dead-letters:redrive")
                .with("function", function)
                .with("limit", limit)
                .with("rate", rate);
        var answer = server.accepted(Request.post(path.text()).within(PATIENCE)).json();
        printer.list(output, answer, DeadLetters::list, "There are no dead letters");
        if (answer.path("items").valueStream().anyMatch(letter -> letter.hasNonNull("refused"))) {
            throw new CommandFailedException(ExitCode.FAILED, "Not every dead letter was redriven");
        }
    }

    private static Lines list(JsonNode answer) {
        var table = new Table(Column.whole("ID"), Column.whole("CALLED ANEW AS"), Column.text("REFUSED"));
        answer.path("items")
                .forEach(letter -> table.row(
                        letter.path("id").asString(""),
                        letter.path("as").asString(""),
                        letter.path("refused").asString("")));
        return table;
    }
}
