package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.wire.Execute;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where a router gives calls to a worker of its own process, without a way through the broker. */
public interface DirectCalls {

    /** Why a call that waited for a container has to be sent: it did not begin. */
    final class NoneCameFreeException extends RuntimeException {
        public NoneCameFreeException() {
            super("no container came free soon");
        }
    }

    /**
     * Runs the call in the background, if a container of its revision is idle here now. Does not block.
     *
     * @param givenBack is run if the call did not end, and has to be sent again
     * @return false if it does not run here
     */
    boolean take(Execute call, byte[] payload, Runnable givenBack);

    /**
     * Runs the call in the background as soon as a container of its revision comes free that is busy now, where the function
     * has all the containers that it may have. Does not block.
     *
     * @param givenBack as for {@link #take}
     * @return completes when the call has a container; exceptionally with {@link NoneCameFreeException}, after it was given
     *     back, if none came free within 50 ms. Absent if it does not wait here, such as where four calls wait already for
     *     each container that is busy
     */
    Optional<CompletableFuture<@Nullable Void>> takeSoon(Execute call, byte[] payload, Runnable givenBack);
}
