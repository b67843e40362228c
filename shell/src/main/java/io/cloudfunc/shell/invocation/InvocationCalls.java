package io.cloudfunc.shell.invocation;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import io.cloudfunc.shell.print.Times;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.PathSegment;
import io.cloudfunc.shell.rest.Polling;
import io.cloudfunc.shell.rest.Problem;
import io.cloudfunc.shell.rest.Readiness;
import io.cloudfunc.shell.rest.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
    String accept(String function, String contentType, byte[] input, @Nullable String key) {
        return server.accepted(post(function, contentType, input, key))
                .json()
                .path("id")
                .asString("");
    }

    /** The finished call; a failed one ends the command, as does a wait that passes. */
    public Called call(String function, String contentType, byte[] input, Duration wait) {
        return call(function, contentType, input, wait, null);
    }

    /**
     * @param key marks calls that are one, however often they are sent
     */
    Called call(String function, String contentType, byte[] input, Duration wait, @Nullable String key) {
        var end = clock.instant().plus(wait);
        var reply = server.exchange(post(function, contentType, input, key).preferringToWait(wait));
        var id = reply.header("CloudFunc-Invocation");
        if (reply.status() == 202) {
            var accepted = id.orElseGet(() -> reply.json().path("id").asString(""));
            return new Called(accepted, outputOf(accepted, wait, end));
        }
        if (reply.refused()) {
            throw failure(function, Problem.of(reply), id.orElse(""));
        }
        return new Called(id.orElse(""), reply.body());
    }

    private static Request post(String function, String contentType, byte[] input, @Nullable String key) {
        var path = "/v1/functions/%s/invocations".formatted(PathSegment.of("function name", function));
        var request = Request.post(path, contentType, input);
        return key == null ? request : request.withIdempotencyKey(key);
    }

    /** Its output, waited for; a failure of the call ends the command. */
    byte[] outputOf(String id, Duration wait) {
        return outputOf(id, wait, clock.instant().plus(wait));
    }

    private byte[] outputOf(String id, Duration wait, Instant end) {
        var ended = polling.until(until(end), LOOK, () -> ended(id, until(end)))
                .orElseThrow(() -> new CommandFailedException(
                        ExitCode.TIMED_OUT,
                        "%s has not ended after %s; look again with: invocation %s%s"
                                .formatted(id, Times.span(wait), id, Readiness.complaint(server))));
        if (isFailed(ended.path("state").asString(""))) {
            throw failure(ended, id);
        }
        return server.accepted(Request.get(path(id) + "/output")).body();
    }

    private Duration until(Instant end) {
        return Duration.between(clock.instant(), end);
    }

    /** A problem with a kind is the end of the call; another is a refusal to take it. */
    private static CommandFailedException failure(String function, Problem problem, String id) {
        var kind = problem.field("kind");
        return kind.isEmpty() ? problem.asFailure() : failure(function, kind, problem.detail(), id);
    }

    private static CommandFailedException failure(JsonNode ended, String id) {
        var failure = ended.path("failure");
        return failure(
                ended.path("function").asString(""),
                failure.path("kind").asString(""),
                failure.path("message").asString(""),
                id);
    }

    private static CommandFailedException failure(String function, String kind, String message, String id) {
        var code = switch (kind) {
            case "TIMED_OUT", "OVERDUE" -> ExitCode.TIMED_OUT;
            default -> ExitCode.FAILED;
        };
        return new CommandFailedException(
                code, "%s failed: %s: %s%nIts log: logs %s".formatted(function, kind, message, id));
    }

    /** The invocation once it succeeded or failed; the server may hold its answer back for that time. */
    public Optional<JsonNode> ended(String id, Duration wait) {
        var invocation = server.accepted(Request.getWithin(wait, path(id))).json();
        return Optional.of(invocation).filter(InvocationCalls::isEnded);
    }

    private static boolean isEnded(JsonNode invocation) {
        var state = invocation.path("state").asString("");
        return state.equals("SUCCEEDED") || isFailed(state);
    }

    private static boolean isFailed(String state) {
        return state.equals("FAILED") || state.equals("CANCELLED");
    }

    static String path(String id) {
        return "/v1/invocations/" + PathSegment.of("invocation id", id);
    }
}
