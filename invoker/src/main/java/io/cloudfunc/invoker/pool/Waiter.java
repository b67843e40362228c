package io.cloudfunc.invoker.pool;

import io.cloudfunc.api.wire.RevisionSpec;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Someone who needs a container, on the thread that waits for it. */
final class Waiter {

    /** What the one who waited gets. */
    sealed interface Grant {

        /** A container that is ready. */
        record Warm(Place place) implements Grant {}

        /** Room for a container, which the one who waited starts as was decided. */
        record Cold(Place place, Decision.Start decision) implements Grant {}
    }

    private final RevisionSpec revision;
    private final SandboxSpec spec;
    private final boolean trial;
    private final CompletableFuture<Grant> grant = new CompletableFuture<>();

    Waiter(RevisionSpec revision, SandboxSpec spec, boolean trial) {
        this.revision = revision;
        this.spec = spec;
        this.trial = trial;
    }

    RevisionSpec revision() {
        return revision;
    }

    SandboxSpec spec() {
        return spec;
    }

    boolean isTrial() {
        return trial;
    }

    boolean wantsCallOf(RevisionSpec other) {
        return !trial && revision.isSameAs(other);
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
