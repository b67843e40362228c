package io.cloudfunc.shell.audit;

import io.cloudfunc.shell.print.Console;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** {@code erase}. */
public final class Erase {

    /** The server goes through all events that there are. */
    private static final Duration LONGEST = Duration.ofMinutes(16);

    private static final String UUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

    private final CloudFuncServer server;
    private final Console console;

    public Erase(CloudFuncServer server, Console console) {
        this.server = server;
        this.console = console;
    }

    @Command(
            name = "erase",
            group = "Audit",
            description = "Erase inputs, outputs and logs for good; the events stay, and so does their chain",
            help = """
                    erase 019a…
                    erase hello --rewrite
                    erase cf_0123456789ab --caller""")
    public void erase(
            @Argument(index = 0, description = "id of a call, name of a function, or with --caller id of a key")
                    String what,
            @Option(longName = "caller", description = "all calls of whoever has this key", defaultValue = "false")
                    Boolean caller,
            @Option(
                            longName = "rewrite",
                            description = "also write the tables anew that held keys; calls wait meanwhile",
                            defaultValue = "false")
                    Boolean rewrite) {
        var kind = caller ? "callers" : what.matches(UUID) ? "invocations" : "functions";
        var path = "/v1/%s/%s:erase".formatted(kind, URLEncoder.encode(what, StandardCharsets.UTF_8));
        var erased = server.accepted(Request.post(path).within(LONGEST)).json();
        console.line("%s inputs, outputs and logs are erased"
                .formatted(erased.path("payloads").asString("")));
        if (erased.path("unfinished").asInt(0) > 0) {
            console.say("%s calls have not ended, and were left alone"
                    .formatted(erased.path("unfinished").asString("")));
        }
        if (rewrite) {
            server.accepted(Request.post("/v1/erasures:rewrite").within(LONGEST));
            console.line("The tables of keys were written anew");
        }
    }
}
