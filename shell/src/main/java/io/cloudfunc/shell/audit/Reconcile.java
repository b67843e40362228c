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
import tools.jackson.databind.JsonNode;

/** Whether every accepted call ended, once, or may still. */
public final class Reconcile {

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

    public Reconcile(CloudFuncServer server, Printer printer) {
        this.server = server;
        this.printer = printer;
    }

    void reconcile(OutputFormat output) {
        var found = server.accepted(Request.get("/v1/audit/reconcile").within(LONGEST))
                .json();
        printer.print(output, found, Reconcile::card);
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
