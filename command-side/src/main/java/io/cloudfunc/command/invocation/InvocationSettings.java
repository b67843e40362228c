package io.cloudfunc.command.invocation;

import io.cloudfunc.api.problem.InvalidValueException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of calls, {@code cloudfunc.invocation.*}.
 *
 * @param maxPayload largest body of a call, 1 B to 60 MiB, since it travels as one message and the broker's clients take
 *     none above 64 MiB; default 1 MiB
 * @param due how long after its acceptance a call may begin, its last attempt included, where its function does not say;
 *     default 1 h
 * @param longestWait how long {@code POST /fn/{name}} waits for the outcome; default 60 s; 0 answers at once
 * @param keepKeys how long an {@code Idempotency-Key} stands for its call; default 24 h, at least 1 s; a key is removed
 *     within about a minute after that
 */
@ConfigurationProperties("cloudfunc.invocation")
record InvocationSettings(
        @DefaultValue("1MB") DataSize maxPayload,
        @DefaultValue("1h") Duration due,
        @DefaultValue("60s") Duration longestWait,
        @DefaultValue("24h") Duration keepKeys) {

    private static final DataSize LARGEST_PAYLOAD = DataSize.ofMegabytes(60);

    InvocationSettings {
        if (maxPayload.toBytes() < 1 || maxPayload.compareTo(LARGEST_PAYLOAD) > 0) {
            throw new InvalidValueException("cloudfunc.invocation.max-payload", maxPayload, "1B to 60MB");
        }
        if (due.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new InvalidValueException("cloudfunc.invocation.due", due, "at least 1s");
        }
        if (longestWait.isNegative()) {
            throw new InvalidValueException("cloudfunc.invocation.longest-wait", longestWait, "0 or more");
        }
        if (keepKeys.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new InvalidValueException("cloudfunc.invocation.keep-keys", keepKeys, "at least 1s");
        }
    }
}
