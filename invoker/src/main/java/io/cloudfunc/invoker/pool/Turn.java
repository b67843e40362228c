package io.cloudfunc.invoker.pool;

import io.cloudfunc.api.wire.RevisionSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Of who waits for a container of a revision that is busy now, but neither for long nor for one to be started. */
final class Turn {

    private final RevisionSpec revision;
    private final CompletableFuture<Place> place = new CompletableFuture<>();

    Turn(RevisionSpec revision) {
        this.revision = revision;
    }

    boolean isFor(RevisionSpec other) {
        return revision.isSameAs(other);
    }

    void come(Place leased) {
        place.complete(leased);
    }

    Place await() {
        return place.join();
    }

    /** Absent if it has not come by then, or who waits is hurried. */
    Optional<Place> await(Duration limit) {
        try {
            return Optional.of(place.get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException notYet) {
            return Optional.empty();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }
}
