package io.cloudfunc.shell.invocation;

import io.cloudfunc.shell.print.Card;
import io.cloudfunc.shell.print.Column;
import io.cloudfunc.shell.print.Lines;
import io.cloudfunc.shell.print.Table;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The report of a replay for people. */
final class ReplayReport {

    private static final List<String> COUNTS = List.of("replayed", "same", "different");

    private ReplayReport() {}

    static Lines lines(JsonNode report) {
        var card = new Card();
        COUNTS.forEach(name -> card.line(name, report.path(name).asString("")));
        card.line("refused", Integer.toString(report.path("refused").size()));
        card.line("median before", millis(report.path("medianMillisBefore")));
        card.line("median after", millis(report.path("medianMillisAfter")));
        card.line("gate", report.path("gate").asString(""));
        if (!report.path("differing").isEmpty()) {
            card.part(differences(report.path("differing")));
        }
        if (!report.path("refused").isEmpty()) {
            var refused = new Table(Column.whole("REFUSED"), Column.whole("WHY"));
            report.path("refused")
                    .forEach(one -> refused.row(
                            one.path("origin").asString(""), one.path("refused").asString("")));
            card.part(refused);
        }
        return card;
    }

    private static Table differences(JsonNode differing) {
        var table = new Table(Column.whole("CALL"), Column.whole("AT"), Column.whole("BEFORE"), Column.whole("AFTER"));
        for (var comparison : differing) {
            var call = comparison.at("/origin/id").asString("");
            if (comparison.path("output").isEmpty()) {
                table.row(call, "end", end(comparison.path("origin")), end(comparison.path("replay")));
            }
            comparison
                    .path("output")
                    .forEach(difference -> table.row(
                            call,
                            difference.path("at").asString(""),
                            difference.path("before").asString("-"),
                            difference.path("after").asString("-")));
        }
        return table;
    }

    private static String end(JsonNode side) {
        return side.hasNonNull("failure")
                ? side.path("failure").asString("")
                : side.path("state").asString("");
    }

    private static String millis(JsonNode value) {
        return value.isNumber() ? value.asString("") + " ms" : "";
    }
}
