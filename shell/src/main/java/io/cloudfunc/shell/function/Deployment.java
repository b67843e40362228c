package io.cloudfunc.shell.function;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import io.cloudfunc.shell.print.Times;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.PathSegment;
import io.cloudfunc.shell.rest.Polling;
import io.cloudfunc.shell.rest.Readiness;
import io.cloudfunc.shell.rest.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Sends a deploy and waits until its revision is ready or failed. */
public final class Deployment {

    private static final Duration LOOK = Duration.ofMillis(200);

    private final CloudFuncServer server;
    private final Polling polling;
    private final Clock clock;

    public Deployment(CloudFuncServer server, Polling polling, Clock clock) {
        this.server = server;
        this.polling = polling;
        this.clock = clock;
    }

    /** The server's answer about the revision that became ready; a failed one ends the command with its log. */
    public JsonNode of(Request deploy, Duration wait) {
        var begin = clock.instant();
        var accepted = server.accepted(deploy.preferringToWait(wait)).json();
        var answer = isSettled(accepted) ? accepted : await(accepted, wait, begin);
        if (answer.path("state").asString("").equals("FAILED")) {
            throw failed(answer);
        }
        return answer;
    }

    private JsonNode await(JsonNode accepted, Duration wait, Instant begin) {
        var left = wait.minus(Duration.between(begin, clock.instant()));
        return polling.until(left, LOOK, () -> settled(accepted)).orElseThrow(() -> stillPreparing(accepted, wait));
    }

    private Optional<JsonNode> settled(JsonNode deployed) {
        return Optional.of(revision(deployed)).filter(Deployment::isSettled);
    }

    private static boolean isSettled(JsonNode revision) {
        var state = revision.path("state").asString("");
        return state.equals("READY") || state.equals("FAILED");
    }

    /** The same as the deploy's answer, read later. */
    private JsonNode revision(JsonNode deployed) {
        var name = nameIn(deployed);
        var function = server.json("/v1/functions/" + PathSegment.of("function name", name));
        return function.path("revisions")
                .valueStream()
                .filter(revision -> revision.path("revision").asInt(0) == numberIn(deployed))
                .<JsonNode>map(revision -> revision.asObject().deepCopy().put("function", name))
                .findFirst()
                .orElse(deployed);
    }

    private CommandFailedException failed(JsonNode revision) {
        var failure = revision.path("failure");
        var what = "Revision %d of %s failed: %s: %s"
                .formatted(
                        numberIn(revision),
                        nameIn(revision),
                        failure.path("reason").asString("no reason given"),
                        failure.path("message").asString("no message"));
        var log = revision.path("log").asString("");
        return new CommandFailedException(
                ExitCode.FAILED, (what + "\n" + (log.isEmpty() ? storedLog(revision) : log)).stripTrailing());
    }

    private String storedLog(JsonNode revision) {
        var path = "/v1/functions/%s/revisions/%d/log"
                .formatted(PathSegment.of("function name", nameIn(revision)), numberIn(revision));
        var log = server.exchange(Request.get(path));
        return log.refused() ? "" : log.text();
    }

    private CommandFailedException stillPreparing(JsonNode deployed, Duration wait) {
        return new CommandFailedException(
                ExitCode.TIMED_OUT,
                "Revision %d of %s is still being prepared after %s; look again with: describe %s%s"
                        .formatted(
                                numberIn(deployed),
                                nameIn(deployed),
                                Times.span(wait),
                                nameIn(deployed),
                                Readiness.complaint(server)));
    }

    private static String nameIn(JsonNode answer) {
        return answer.path("function").asString("");
    }

    private static int numberIn(JsonNode answer) {
        return answer.path("revision").asInt(0);
    }
}
