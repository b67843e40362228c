package io.cloudfunc.invoker.docker;

import io.cloudfunc.invoker.engine.Call;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * A call as the {@code fn} contract has it on the wire.
 *
 * @param deadline when the caller stops waiting
 */
record FnRequest(Call call, Instant deadline) {

    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]{1,1000}");

    ByteBuffer[] bytes() {
        return new ByteBuffer[] {
            ByteBuffer.wrap(head().getBytes(StandardCharsets.US_ASCII)), ByteBuffer.wrap(call.body())
        };
    }

    private String head() {
        var head = new StringBuilder(256).append("POST /call HTTP/1.1\r\nHost: localhost\r\n");
        header(head, "Content-Type", isPrintable(call.contentType()) ? call.contentType() : "application/octet-stream");
        header(head, "Content-Length", String.valueOf(call.body().length));
        header(head, "Fn-Call-Id", call.invocation().toString());
        header(head, "Fn-Deadline", deadline.truncatedTo(ChronoUnit.MILLIS).toString());
        var traceparent = call.traceparent();
        if (traceparent != null && isPrintable(traceparent)) {
            header(head, "traceparent", traceparent);
        }
        return head.append("\r\n").toString();
    }

    private static void header(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    /** Anything else could end the line and begin another header. */
    private static boolean isPrintable(String value) {
        return PRINTABLE.matcher(value).matches();
    }
}
