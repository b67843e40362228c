package io.cloudfunc.invoker.pool;

import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.wire.RevisionSpec;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Someone who needs a container, on the thread that waits for it. */
final class Waiter {

    /** What the one who waited gets. */
    sealed interface Grant {

        /** A container that is ready. */
        record Warm(Place place) implements Grant {}

        /** Room for a container, which the one who waited starts, the victims being removed first. */
        record Cold(Place place, ColdReason reason, List<Place> victims) implements Grant {}
    }

    private final RevisionSpec revision;
    private final boolean trial;
    private final CompletableFuture<Grant> grant = new CompletableFuture<>();

    Waiter(RevisionSpec revision, boolean trial) {
        this.revision = revision;
        this.trial = trial;
    }

    RevisionSpec revision() {
        return revision;
    }

    boolean isTrial() {
        return trial;
    }

    boolean wantsCallOf(RevisionSpec other) {
        return !trial
                && revision.revision() == other.revision()
                && revision.life() == other.life()
                && revision.function().equals(other.function());
    }

    /** Always true: it need not wait any more. */
    boolean grant(Grant given) {
        grant.complete(given);
        return true;
    }

    /** Always true: it need not wait any more. */
    boolean refuse(RuntimeException reason) {
        grant.completeExceptionally(reason);
        return true;
    }

    Grant await() {
        try {
            return grant.join();
        } catch (CompletionException refused) {
            throw refused.getCause() instanceof RuntimeException reason ? reason : refused;
        }
    }
}
