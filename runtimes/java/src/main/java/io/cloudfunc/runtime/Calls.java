package io.cloudfunc.runtime;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Calls: JSON in, the handler, JSON out. Every way a call can fail is an answer with a kind of its own. */
final class Calls {

    private static final int FAILED = 502;
    private static final int LONGEST_MESSAGE = 8 * 1024;
    private static final int LONGEST_TRACEBACK = 64 * 1024;
    private static final int PREVIEW = 60;
    private static final String OURS = Calls.class.getPackageName() + ".";

    private final Handler handler;

    Calls(Handler handler) {
        this.handler = handler;
    }

    Answer answer(byte[] body) {
        Object event;
        try {
            event = body.length == 0 ? null : JsonReader.read(body);
        } catch (NotJsonException refused) {
            return failed(
                    "BAD_INPUT", "expected JSON in UTF-8, got %s (%s)".formatted(preview(body), refused.getMessage()));
        }
        if (!handler.takes(event)) {
            return failed(
                    "BAD_INPUT", "expected JSON for handler(%s), got %s".formatted(handler.parameter(), kind(event)));
        }
        return answerOf(event);
    }

    private Answer answerOf(Object event) {
        Object result;
        try {
            result = handler.call(event);
        } catch (InvocationTargetException raised) {
            return raised(raised.getCause());
        }
        try {
            return new Answer(200, JsonWriter.write(result));
        } catch (NotJsonException refused) {
            return badOutput(result, refused.getMessage());
        } catch (RuntimeException | Error inTheFunctionsOwn) {
            return badOutput(result, reason(inTheFunctionsOwn));
        }
    }

    private static Answer badOutput(Object result, String why) {
        return failed(
                "BAD_OUTPUT",
                "expected handler to return what JSON can express, got %s (%s)".formatted(kind(result), why));
    }

    private static Answer raised(Throwable error) {
        var traceback = traceback(error);
        System.err.print(traceback);
        var shown = traceback.substring(Math.max(0, traceback.length() - LONGEST_TRACEBACK));
        return failed("HANDLER_RAISED", reason(error), Map.of("traceback", shown));
    }

    /** Without the frames below the handler, which say nothing about the function. */
    private static String traceback(Throwable error) {
        try {
            var fromHandlerOn = Arrays.stream(error.getStackTrace())
                    .takeWhile(frame -> !frame.getClassName().startsWith(OURS))
                    .filter(frame -> !frame.getClassName().startsWith("jdk.internal.reflect."))
                    .filter(frame -> !frame.getClassName().equals("java.lang.reflect.Method"));
            error.setStackTrace(fromHandlerOn.toArray(StackTraceElement[]::new));
            var text = new StringWriter();
            error.printStackTrace(new PrintWriter(text));
            return text.toString();
        } catch (Throwable odd) {
            return reason(error) + "\n";
        }
    }

    /** As in the first line of a stack trace. */
    static String reason(Throwable error) {
        var name = error.getClass().getName();
        try {
            var message = error.getLocalizedMessage();
            return message == null || message.isEmpty() ? name : name + ": " + message;
        } catch (Throwable odd) {
            return name + ": (its message cannot be shown)";
        }
    }

    private static Answer failed(String kind, String message) {
        return failed(kind, message, Map.of());
    }

    private static Answer failed(String kind, String message, Map<String, String> more) {
        var failure = new LinkedHashMap<String, Object>();
        failure.put("kind", kind);
        failure.put("message", message.substring(0, Math.min(message.length(), LONGEST_MESSAGE)));
        failure.putAll(more);
        return new Answer(FAILED, JsonWriter.write(failure));
    }

    private static String kind(Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> _ -> "an object";
            default -> value.getClass().getTypeName();
        };
    }

    private static String preview(byte[] body) {
        var text = new String(body, 0, Math.min(body.length, PREVIEW), StandardCharsets.UTF_8);
        return "'" + text + (body.length > PREVIEW ? "…'" : "'");
    }
}
