package io.cloudfunc.api.invocation;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.WorkerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of the function's code for an invocation.
 *
 * @param lease counts the uses of the container, from 1
 * @param coldReason why the container was started for this run; absent if it was warm
 * @param routedAt when the router published the request
 * @param receivedAt when the worker took it
 * @param startedAt when the call began, its container being ready
 */
public record Execution(
        ExecutionId id,
        WorkerId worker,
        ContainerId container,
        long lease,
        @Nullable ColdReason coldReason,
        Instant routedAt,
        Instant receivedAt,
        Instant startedAt) {

    /** Whether the run used a container that was there before. */
    public boolean warm() {
        return coldReason == null;
    }
}
