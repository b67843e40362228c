package io.cloudfunc.invoker.router;

import io.cloudfunc.api.invocation.InvocationEnded;
import io.cloudfunc.api.wire.Execute;
import io.cloudfunc.invoker.broker.UnroutableException;
import io.cloudfunc.invoker.worker.DirectCalls;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where a call goes right after it was accepted, if a container is idle there, or will be soon. Safe for use by many threads. */
@FunctionalInterface
interface Lane {

    /**
     * @param confirmed ends exceptionally if it is not certain that the taker has the call; it ends in any case
     * @param accountedFor is run when the router has come to the call, or will not
     */
    record Taken(Taker taker, CompletableFuture<@Nullable Void> confirmed, Runnable accountedFor) {

        void ifFailed(Runnable action) {
            confirmed.exceptionally(failure -> {
                action.run();
                return null;
            });
        }

        boolean hasFailed() {
            return confirmed.isCompletedExceptionally();
        }

        /** Of one that has failed: whether the taker may have it all the same. */
        boolean mayHaveBegun() {
            return switch (confirmed.exceptionNow()) {
                case UnroutableException queueGone -> false;
                case DirectCalls.NoneCameFreeException stillBusy -> false;
                default -> true;
            };
        }
    }

    /**
     * Does not block.
     *
     * @param givenBack is run if the call has to be sent again
     * @return absent if it does not go there
     */
    Optional<Taken> take(Execute call, byte[] payload, Runnable givenBack);

    /** As soon as the end of a call is stored by this process. */
    default void ended(InvocationEnded call) {}
}
