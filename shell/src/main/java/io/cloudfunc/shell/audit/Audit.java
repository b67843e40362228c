package io.cloudfunc.shell.audit;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import io.cloudfunc.shell.print.Card;
import io.cloudfunc.shell.print.Column;
import io.cloudfunc.shell.print.OutputFormat;
import io.cloudfunc.shell.print.Printer;
import io.cloudfunc.shell.print.Table;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.Request;
import java.time.Duration;
import java.util.List;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;
import tools.jackson.databind.JsonNode;

/** {@code audit}. */
public final class Audit {

    private static final String RECONCILE = "reconcile";

    /** The server goes through all events that there are. */
    private static final Duration LONGEST = Duration.ofMinutes(16);

    private static final List<String> COUNTS = List.of(
            "accepted",
            "terminal",
            "open",
            "overdue",
            "contradictory",
            "attempts",
            "duplicateExecutions",
            "unexplained",
            "containers",
            "live",
            "orphans");

    private final CloudFuncServer server;
    private final Printer printer;

    public Audit(CloudFuncServer server, Printer printer) {
        this.server = server;
        this.printer = printer;
    }

    @Command(
            name = "audit",
            group = "Audit",
            description = "Check that every accepted call ended, once, or may still",
            help = """
                    audit reconcile
                    audit reconcile -o json""")
    public void audit(
            @Argument(index = 0, description = "reconcile: lay all stored events side by side") String check,
            @Option(
                            longName = "output",
                            shortName = 'o',
                            description = "how to show it",
                            defaultValue = OutputFormat.DEFAULT)
                    OutputFormat output) {
        if (!check.equals(RECONCILE)) {
            throw CommandFailedException.invalid("check", check, RECONCILE);
        }
        var found = server.accepted(Request.get("/v1/audit/reconcile").within(LONGEST))
                .json();
        printer.print(output, found, Audit::card);
        if (!found.path("clean").asBoolean(false)) {
            throw new CommandFailedException(
                    ExitCode.FAILED, "Something is amiss; expected 0 overdue, contradictory, unexplained and orphans");
        }
    }

    private static Card card(JsonNode found) {
        var card = new Card();
        COUNTS.forEach(name -> card.line(name, found.path(name).asString("")));
        if (!found.path("findings").isEmpty()) {
            var findings = new Table(Column.whole("FINDING"), Column.whole("ID"));
            found.path("findings")
                    .forEach(finding -> findings.row(
                            finding.path("sort").asString(""),
                            finding.path("id").asString("")));
            card.part(findings);
        }
        return card;
    }
}
