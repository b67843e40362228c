package io.cloudfunc.query.container;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.FunctionName;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A container as its events tell. What only its start says is absent as long as only its uses, or its stop, are known.
 *
 * @param lease of its latest use, from 1; 0 if none is known
 * @param lastUsedAt when its latest use began or, if it is over, ended
 * @param warmFor how long it stays after its last use
 * @param expiresAt when it will go unless it is used again; absent while it is busy
 */
record ContainerView(
        ContainerId id,
        FunctionName function,
        int life,
        @Nullable Integer revision,
        WorkerId worker,
        State state,
        long lease,
        @Nullable Instant startedAt,
        @Nullable Instant lastUsedAt,
        @Nullable Duration warmFor,
        @Nullable Instant expiresAt,
        @Nullable Instant stoppedAt,
        @Nullable StopReason stopReason) {

    enum State {
        /** A call runs in it, or it was started for one that is about to. */
        BUSY,
        /** It waits for the next call. */
        WARM,
        STOPPED
    }

    /** Whether it is known to be there. */
    boolean live() {
        return startedAt != null && state != State.STOPPED;
    }
}
