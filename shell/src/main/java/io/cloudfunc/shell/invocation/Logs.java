package io.cloudfunc.shell.invocation;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import io.cloudfunc.shell.print.Console;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.PathSegment;
import io.cloudfunc.shell.rest.Query;
import io.cloudfunc.shell.rest.Request;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;
import tools.jackson.databind.JsonNode;

/** {@code logs}: of a call; or, by a function's name, of what happened to it last. */
public final class Logs {

    private final CloudFuncServer server;
    private final Console console;

    public Logs(CloudFuncServer server, Console console) {
        this.server = server;
        this.console = console;
    }

    @Command(
            name = "logs",
            group = "Calls",
            description = "Print the log of a call, of a function's last call, or of a revision that failed",
            help = """
                    logs 019a…
                    logs --function hello
                    logs --function hello --revision 3""")
    public void logs(
            @Argument(index = 0, description = "id of the call") @Nullable String id,
            @Option(
                            longName = "function",
                            shortName = 'f',
                            description =
                                    "of this function's last call, or of its latest revision if that failed since")
                    @Nullable
                    String function,
            @Option(longName = "revision", description = "of the preparation of this revision of the function")
                    @Nullable
                    Integer revision) {
        if (id != null && function == null && revision == null) {
            console.bytes(log(InvocationCalls.path(id) + "/logs"));
        } else if (id == null && function != null) {
            ofFunction(function, revision);
        } else {
            throw CommandFailedException.usage(
                    "Expected the id of a call, or --function with a name and, if you like, --revision");
        }
    }

    private void ofFunction(String function, @Nullable Integer revision) {
        if (revision != null) {
            ofRevision(function, revision);
            return;
        }
        var failed = latestIfFailed(function);
        var call = lastCall(function);
        if (failed.isPresent() && !isLater(call, failed.get())) {
            ofRevision(function, failed.get().path("revision").asInt(0));
        } else {
            ofCall(call.orElseThrow(() -> new CommandFailedException(
                    ExitCode.NOT_FOUND, "%s has no log: it was not called yet".formatted(function))));
        }
    }

    private Optional<JsonNode> latestIfFailed(String function) {
        var described = server.json("/v1/functions/" + PathSegment.of("function name", function));
        var latest = described.path("latestRevision").asInt(0);
        return described
                .path("revisions")
                .valueStream()
                .filter(revision -> revision.path("revision").asInt(0) == latest)
                .filter(revision -> revision.path("state").asString("").equals("FAILED"))
                .findFirst();
    }

    private Optional<JsonNode> lastCall(String function) {
        var path = new Query("/v1/invocations").with("function", function).with("limit", "1");
        return server.json(path.text()).path("items").valueStream().findFirst();
    }

    private static boolean isLater(Optional<JsonNode> call, JsonNode failed) {
        return call.filter(last -> instant(last, "requestedAt").isAfter(instant(failed, "failedAt")))
                .isPresent();
    }

    private static Instant instant(JsonNode node, String field) {
        try {
            return Instant.parse(node.path(field).asString(""));
        } catch (DateTimeParseException absent) {
            return Instant.EPOCH;
        }
    }

    private void ofRevision(String function, int revision) {
        var log =
                log("/v1/functions/%s/revisions/%d/log".formatted(PathSegment.of("function name", function), revision));
        console.say("Log of the preparation of %s revision %d:".formatted(function, revision));
        console.bytes(log);
    }

    private void ofCall(JsonNode call) {
        var id = call.path("id").asString("");
        var log = log(InvocationCalls.path(id) + "/logs");
        console.say("Log of call %s (%s):".formatted(id, call.path("state").asString("")));
        console.bytes(log);
    }

    private byte[] log(String path) {
        return server.accepted(Request.get(path)).body();
    }
}
