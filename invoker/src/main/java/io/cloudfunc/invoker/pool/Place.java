package io.cloudfunc.invoker.pool;

import io.cloudfunc.api.wire.RevisionSpec;
import io.cloudfunc.invoker.engine.Sandbox;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Room for one container, from the decision to start it until the engine has removed it.
 *
 * @param number tells places apart, also before they have a container
 * @param sandbox absent until the engine has created it
 * @param lease counts the uses of the container, from 1
 * @param lastUsed end of its last call, or when the place was taken
 * @param ended whether the container's process has ended by itself
 */
record Place(
        long number,
        RevisionSpec revision,
        Use use,
        @Nullable Sandbox sandbox,
        long lease,
        Instant lastUsed,
        boolean ended) {

    static Place taken(long number, RevisionSpec revision, Use use, Instant now) {
        return new Place(number, revision, use, null, 0, now, false);
    }

    int memoryMiB() {
        return revision.settings().memoryMiB();
    }

    Sandbox container() {
        if (sandbox == null) {
            throw new IllegalStateException("place %d has no container yet".formatted(number));
        }
        return sandbox;
    }

    boolean isIdle() {
        return use == Use.IDLE;
    }

    /** The worker removes on its own what the router, who is asked after one warm period, let be for two. */
    boolean isForgottenByRouter(Instant now) {
        return isIdle()
                && !now.isBefore(lastUsed.plus(revision.settings().warmFor().multipliedBy(2)));
    }

    Place with(Sandbox created) {
        return new Place(number, revision, use, created, lease, lastUsed, ended);
    }

    Place leased() {
        return new Place(number, revision, Use.BUSY, sandbox, lease + 1, lastUsed, ended);
    }

    Place idleSince(Instant now) {
        return new Place(number, revision, Use.IDLE, sandbox, lease, now, ended);
    }

    Place leaving() {
        return new Place(number, revision, Use.LEAVING, sandbox, lease, lastUsed, ended);
    }

    Place whoseProcessEnded() {
        return new Place(number, revision, use, sandbox, lease, lastUsed, true);
    }
}
