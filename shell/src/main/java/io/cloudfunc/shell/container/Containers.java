package io.cloudfunc.shell.container;

import io.cloudfunc.shell.print.Column;
import io.cloudfunc.shell.print.Lines;
import io.cloudfunc.shell.print.OutputFormat;
import io.cloudfunc.shell.print.Printer;
import io.cloudfunc.shell.print.Table;
import io.cloudfunc.shell.print.Times;
import io.cloudfunc.shell.print.Watch;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.Query;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;
import tools.jackson.databind.JsonNode;

/** {@code containers}: those that exist, now or at an instant, and how long the idle ones stay. */
public final class Containers {

    private static final int SHOWN_OF_ID = 12;

    private final CloudFuncServer server;
    private final Printer printer;
    private final Watch watch;
    private final Clock clock;

    public Containers(CloudFuncServer server, Printer printer, Watch watch, Clock clock) {
        this.server = server;
        this.printer = printer;
        this.watch = watch;
        this.clock = clock;
    }

    @Command(
            name = "containers",
            group = "Containers",
            description = "List the containers that run or stay warm",
            help = """
                    containers --function hello
                    containers --watch""")
    public void containers(
            @Option(longName = "function", shortName = 'f', description = "only of this function") @Nullable
                    String function,
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
        var path = new Query("/v1/containers")
                .with("function", function)
                .with("at", at)
                .text();
        if (again) {
            watch.repeating(() -> show(path, at, output));
        } else {
            show(path, at, output);
        }
    }

    private void show(String path, @Nullable Instant at, OutputFormat output) {
        var when = at == null ? clock.instant() : at;
        printer.list(
                output,
                server.json(path),
                answer -> list(answer, when),
                at == null ? "No container runs or stays warm" : "No container ran or stayed warm");
    }

    private static Lines list(JsonNode answer, Instant when) {
        var table = new Table(
                Column.whole("CONTAINER"),
                Column.text("FUNCTION"),
                Column.number("REVISION"),
                Column.whole("STATE"),
                Column.number("USES"),
                Column.number("EXPIRES IN"),
                Column.whole("LAST USED"),
                Column.text("WORKER"));
        answer.path("items")
                .forEach(container -> table.row(
                        abbreviated(text(container, "id")),
                        text(container, "function"),
                        text(container, "revision"),
                        text(container, "state"),
                        text(container, "lease"),
                        Times.between(when.toString(), text(container, "expiresAt")),
                        Times.second(text(container, "lastUsedAt")),
                        text(container, "worker")));
        return table;
    }

    private static String abbreviated(String id) {
        return id.substring(0, Math.min(SHOWN_OF_ID, id.length()));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
