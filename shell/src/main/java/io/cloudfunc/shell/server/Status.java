package io.cloudfunc.shell.server;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import io.cloudfunc.shell.print.Card;
import io.cloudfunc.shell.print.OutputFormat;
import io.cloudfunc.shell.print.Printer;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.Json;
import io.cloudfunc.shell.rest.Reply;
import io.cloudfunc.shell.rest.Request;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** {@code status}. */
public final class Status {

    private final CloudFuncServer server;
    private final Printer printer;

    public Status(CloudFuncServer server, Printer printer) {
        this.server = server;
        this.printer = printer;
    }

    @Command(
            name = "status",
            group = "Shell",
            description = "Show whether the server lives and is ready to work",
            help = "status -o json")
    public void status(
            @Option(
                            longName = "output",
                            shortName = 'o',
                            description = "how to show it",
                            defaultValue = OutputFormat.DEFAULT)
                    OutputFormat output) {
        var live = server.exchange(Request.get("/livez"));
        var ready = server.exchange(Request.get("/readyz"));
        var status = Json.object()
                .put("url", server.url().toString())
                .put("live", !live.refused())
                .put("ready", !ready.refused());
        status.set("readiness", detail(ready));
        printer.print(
                output,
                status,
                found -> new Card()
                        .line("Server", found.path("url").asString(""))
                        .line("Live", yesOrNo(found.path("live")))
                        .line("Ready", yesOrNo(found.path("ready")))
                        .line("Detail", ready.refused() ? ready.text() : ""));
        if (live.refused() || ready.refused()) {
            throw new CommandFailedException(
                    ExitCode.REFUSED, "The server at %s is not ready; expected 200 at /readyz".formatted(server.url()));
        }
    }

    private static String yesOrNo(JsonNode flag) {
        return flag.asBoolean(false) ? "yes" : "no";
    }

    /** What the server says about it, if it is JSON. */
    private static JsonNode detail(Reply ready) {
        try {
            return Json.read(ready.body());
        } catch (JacksonException plainText) {
            return Json.object().nullNode();
        }
    }
}
