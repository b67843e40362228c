package io.cloudfunc.invoker.engine;

import io.cloudfunc.api.invocation.InvocationId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One call of a function.
 *
 * @param timeout from the first byte sent; afterwards the process is stopped
 * @param traceparent W3C trace context to hand on
 */
public record Call(
        InvocationId invocation,
        String contentType,
        byte[] body,
        Duration timeout,
        @Nullable String traceparent) {}
