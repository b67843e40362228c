package io.cloudfunc.invoker.docker;

import io.cloudfunc.api.invocation.FailureKind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What a function's process says of its own failure. Our runtimes and relay say it as JSON, others as they like. */
record FunctionFailure(FailureKind kind, String message) {

    private record Said(@Nullable String kind, @Nullable String message) {}

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_MESSAGE = 1_000;
    private static final Map<String, FailureKind> OF_A_CALL = Map.of(
            "HANDLER_RAISED", FailureKind.HANDLER_RAISED,
            "EXITED", FailureKind.EXITED,
            "BAD_INPUT", FailureKind.BAD_INPUT,
            "BAD_OUTPUT", FailureKind.BAD_OUTPUT);

    /** Of the body of an answer with status 502. */
    static FunctionFailure ofCall(byte[] body) {
        return read(body, OF_A_CALL)
                .orElseGet(() -> new FunctionFailure(FailureKind.HANDLER_RAISED, bounded(text(body))));
    }

    /** Of the last line on stderr of a process that ended before it listened; empty if it says nothing of that kind. */
    static Optional<FunctionFailure> ofLoading(byte[] errors) {
        var text = text(errors);
        var lastLine = text.substring(text.lastIndexOf('\n') + 1);
        return read(lastLine.getBytes(StandardCharsets.UTF_8), Map.of("LOAD_FAILED", FailureKind.LOAD_FAILED));
    }

    /** A log without the line that {@link #ofLoading} reads, which is for the platform and not for people. */
    static byte[] notSaidIn(byte[] log) {
        if (ofLoading(log).isEmpty()) {
            return log;
        }
        var text = new String(log, StandardCharsets.UTF_8).stripTrailing();
        return text.substring(0, text.lastIndexOf('\n') + 1).getBytes(StandardCharsets.UTF_8);
    }

    /** As long as the message of a failure may be. */
    static String bounded(String message) {
        if (message.length() <= LONGEST_MESSAGE) {
            return message;
        }
        var end = LONGEST_MESSAGE - 1;
        return message.substring(0, Character.isHighSurrogate(message.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    private static Optional<FunctionFailure> read(byte[] json, Map<String, FailureKind> kinds) {
        try {
            var said = JSON.readValue(json, Said.class);
            return Optional.ofNullable(said)
                    .map(Said::kind)
                    .map(kinds::get)
                    .map(kind -> new FunctionFailure(kind, bounded(String.valueOf(said.message()))));
        } catch (JacksonException notOurs) {
            return Optional.empty();
        }
    }

    private static String text(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "The function failed and said nothing" : text;
    }
}
