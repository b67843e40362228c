package io.cloudfunc.shell.rest;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A refusal of the server (RFC 9457).
 *
 * @param type without the prefix that all of CloudFunc's types share; empty when something else answered
 * @param fields all of the problem, its own fields too
 */
public record Problem(int status, String type, String detail, JsonNode fields, Optional<String> retryAfter) {

    private static final String PREFIX = "urn:cloudfunc:problem:";

    public static Problem of(Reply reply) {
        var fields = fieldsOf(reply);
        var type = fields.path("type").asString("");
        var title = fields.path("title").asString("The server answered " + reply.status());
        return new Problem(
                reply.status(),
                type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : "",
                fields.path("detail").asString(title),
                fields,
                reply.header("Retry-After"));
    }

    private static JsonNode fieldsOf(Reply reply) {
        try {
            return Json.read(reply.body());
        } catch (JacksonException somethingElseAnswered) {
            return Json.object();
        }
    }

    public boolean is(String type) {
        return this.type.equals(type);
    }

    public String field(String name) {
        return fields.path(name).asString("");
    }

    public CommandFailedException asFailure() {
        return new CommandFailedException(exitCode(), message());
    }

    ExitCode exitCode() {
        return switch (type) {
            case "bad-input", "function-failed", "function-removed" -> ExitCode.FAILED;
            default -> byStatus();
        };
    }

    private ExitCode byStatus() {
        return switch (status) {
            case 400, 413, 415, 422 -> ExitCode.USAGE;
            case 404 -> ExitCode.NOT_FOUND;
            case 504 -> ExitCode.TIMED_OUT;
            default -> ExitCode.REFUSED;
        };
    }

    /** What happened; then, where the sentence leaves them out, what was wrong and expected; then when to try again. */
    public String message() {
        var lines = new ArrayList<>(List.of(detail));
        var gotAndExpected = unsaid("offending", "got '%s'") + unsaid("expected", "expected %s");
        if (!gotAndExpected.isEmpty()) {
            lines.add(gotAndExpected.substring(2));
        }
        if (is("unauthenticated")) {
            lines.add("The shell sends the key in CLOUDFUNC_KEY, else the one that `./cloudfunc up` made");
        }
        retryAfter.ifPresent(seconds -> lines.add("try again in %s s".formatted(seconds)));
        return String.join("\n", lines);
    }

    private String unsaid(String name, String words) {
        var value = field(name);
        return value.isEmpty() || detail.contains(value) ? "" : ", " + words.formatted(value);
    }
}
