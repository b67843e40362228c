package io.cloudfunc.api.wire;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.payload.PayloadRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Run the function once. The payload's bytes are the only part beside the message's head, if they come along at all: large
 * ones do not wait in the broker, whose memory all functions share, but are asked for when the call is about to run.
 *
 * @param routedAt when the router published it
 * @param receipt what everything about this call must return; absent in what was sent before there were receipts
 * @param begun true if this attempt was sent or taken before, and may have begun or even ended since: a worker must ask before
 *     it begins it; absent if it was not given to anybody before
 */
public record Execute(
        InvocationId invocation,
        RevisionSpec revision,
        PayloadRef payload,
        Instant routedAt,
        Instant due,
        @Nullable String traceparent,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Receipt receipt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean begun)
        implements Task {

    private static final int LARGEST_CARRIED = 16 * 1024;

    /** Whether the payload comes along. */
    @JsonIgnore
    public boolean carriesPayload() {
        return payload.size() <= LARGEST_CARRIED;
    }

    @JsonIgnore
    public boolean mayHaveBegun() {
        return Boolean.TRUE.equals(begun);
    }
}
