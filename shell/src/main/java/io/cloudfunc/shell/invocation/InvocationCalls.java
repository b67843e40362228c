package io.cloudfunc.shell.invocation;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.PathSegment;
import io.cloudfunc.shell.rest.Polling;
import io.cloudfunc.shell.rest.Problem;
import io.cloudfunc.shell.rest.Request;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Calls a function, and waits for calls. */
public final class InvocationCalls {

    private static final Duration LOOK = Duration.ofMillis(200);

    private final CloudFuncServer server;
    private final Polling polling;
    private final Clock clock;

    public InvocationCalls(CloudFuncServer server, Polling polling, Clock clock) {
        this.server = server;
        this.polling = polling;
        this.clock = clock;
    }

    /** The id of the accepted call. */
    String accept(String function, String contentType, byte[] input) {
        return server.accepted(post(function, contentType, input))
                .json()
                .path("id")
                .asString("");
    }

    /** The finished call; a failed one ends the command, as does a wait that passes. */
    public Called call(String function, String contentType, byte[] input, Duration wait) {
        var begin = clock.instant();
        var post = post(function, contentType, input);
        var reply = server.exchange(wait.toSeconds() < 1 ? post : post.preferringToWait(wait));
        var id = reply.header("CloudFunc-Invocation");
        if (reply.status() == 202 || (reply.refused() && Problem.of(reply).is("still-running"))) {
            var accepted = id.orElseGet(() -> reply.json().path("id").asString(""));
            return new Called(accepted, outputOf(accepted, wait, wait.minus(Duration.between(begin, clock.instant()))));
        }
        if (reply.refused()) {
            throw failure(Problem.of(reply), id);
        }
        return new Called(id.orElse(""), reply.body());
    }

    private static Request post(String function, String contentType, byte[] input) {
        var path = "/v1/functions/%s/invocations".formatted(PathSegment.of("function name", function));
        return Request.post(path, contentType, input);
    }

    /** The failure of the function names the call, so that its log can be read. */
    private static CommandFailedException failure(Problem problem, Optional<String> id) {
        var failed = problem.asFailure();
        var ended = problem.is("function-failed") || problem.is("function-timed-out");
        return id.filter(known -> ended)
                .map(known -> failure(failed.exitCode(), withKind(problem), known))
                .orElse(failed);
    }

    private static String withKind(Problem problem) {
        var kind = problem.field("kind");
        return kind.isEmpty() || problem.message().contains(kind) ? problem.message() : kind + ": " + problem.message();
    }

    private static CommandFailedException failure(ExitCode code, String message, String id) {
        return new CommandFailedException(code, "%s%nIts log: logs %s".formatted(message, id));
    }

    private byte[] outputOf(String id, Duration wait, Duration left) {
        var ended = polling.until(left, LOOK, () -> ended(id, left))
                .orElseThrow(() -> new CommandFailedException(
                        ExitCode.TIMED_OUT,
                        "%s has not ended after %d s; look again with: invocation %s"
                                .formatted(id, wait.toSeconds(), id)));
        if (ended.path("state").asString("").equals("FAILED")) {
            throw failure(ended, id);
        }
        return server.accepted(Request.get(path(id) + "/output")).body();
    }

    private static CommandFailedException failure(JsonNode ended, String id) {
        var kind = ended.path("failure").path("kind").asString("");
        var message = "%s failed: %s: %s"
                .formatted(
                        ended.path("function").asString(""),
                        kind,
                        ended.path("failure").path("message").asString(""));
        return failure(kind.equals("TIMED_OUT") ? ExitCode.TIMED_OUT : ExitCode.FAILED, message, id);
    }

    /** The invocation once it succeeded or failed; the server holds the answer back for at most that time. */
    public Optional<JsonNode> ended(String id, Duration wait) {
        var request = wait.toSeconds() < 1
                ? Request.get(path(id))
                : Request.get(path(id) + "?wait=" + wait.toSeconds()).within(Request.PATIENCE.plus(wait));
        return Optional.of(server.accepted(request).json()).filter(InvocationCalls::isEnded);
    }

    private static boolean isEnded(JsonNode invocation) {
        var state = invocation.path("state").asString("");
        return state.equals("SUCCEEDED") || state.equals("FAILED");
    }

    static String path(String id) {
        return "/v1/invocations/" + PathSegment.of("invocation id", id);
    }
}
