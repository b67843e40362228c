package io.cloudfunc.shell.projection;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import io.cloudfunc.shell.print.Console;
import io.cloudfunc.shell.print.OutputFormat;
import io.cloudfunc.shell.print.Printer;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.Polling;
import io.cloudfunc.shell.rest.Request;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;
import tools.jackson.databind.JsonNode;

/** {@code rebuild}: has views made anew, and shows how far that is until it has ended. */
public final class Rebuild {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int BAR = 30;

    private final CloudFuncServer server;
    private final Polling polling;
    private final Printer printer;
    private final Console console;

    public Rebuild(CloudFuncServer server, Polling polling, Printer printer, Console console) {
        this.server = server;
        this.polling = polling;
        this.printer = printer;
        this.console = console;
    }

    @Command(
            name = "rebuild",
            group = "Audit",
            description = "Make a view, or all, anew of the events, while the one in use serves on",
            help = """
                    rebuild
                    rebuild invocations""")
    public void rebuild(
            @Argument(index = 0, description = "name of the projection; all, if left out") @Nullable String projection,
            @Option(
                            longName = "output",
                            shortName = 'o',
                            description = "how to show it",
                            defaultValue = OutputFormat.DEFAULT)
                    OutputFormat output) {
        var path = Projections.path(projection);
        server.accepted(Request.post(path + ":rebuild"));
        var ended = polling.until(LONGEST, LOOK_AGAIN, () -> ended(path))
                .orElseThrow(() -> new CommandFailedException(
                        ExitCode.TIMED_OUT, "The rebuild goes on since a day; look at: projections"));
        printer.print(output, ended, ProjectionViews::list);
        var failed = ProjectionViews.each(ended)
                .map(view -> view.path("rebuild"))
                .filter(rebuild -> !rebuild.path("state").asString("").equals("DONE"))
                .findFirst();
        if (failed.isPresent()) {
            throw new CommandFailedException(
                    ExitCode.FAILED,
                    "The rebuild failed, and the views in use are the old ones: "
                            + failed.get().path("problem").asString(""));
        }
    }

    private Optional<JsonNode> ended(String path) {
        var answer = server.json(path);
        var rebuild = ProjectionViews.each(answer).findFirst().orElseThrow().path("rebuild");
        var running = rebuild.path("state").asString("").equals("RUNNING");
        if (console.terminal()) {
            draw(rebuild, running);
        }
        return running ? Optional.empty() : Optional.of(answer);
    }

    /** Over itself, on one line. */
    private void draw(JsonNode rebuild, boolean running) {
        var full = (int) (rebuild.path("share").asDouble(0) * BAR);
        console.err()
                .printf(
                        "\r[%s%s] %s  %s events  %s/s  %s",
                        "█".repeat(full),
                        "·".repeat(BAR - full),
                        ProjectionViews.percent(rebuild),
                        rebuild.path("events").asString(""),
                        rebuild.path("eventsPerSecond").asString(""),
                        running ? "" : "\n");
        console.err().flush();
    }
}
