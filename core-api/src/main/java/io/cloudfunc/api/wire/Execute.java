package io.cloudfunc.api.wire;

import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.payload.PayloadRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Run the function once. The payload's bytes are the only part beside the message's head.
 *
 * @param routedAt when the router published it
 */
public record Execute(
        InvocationId invocation,
        RevisionSpec revision,
        PayloadRef payload,
        Instant routedAt,
        Instant due,
        @Nullable String traceparent)
        implements Task {}
