package io.cloudfunc.command;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits on a virtual thread for something that another thread completes. */
public final class Waiting {

    private Waiting() {}

    /**
     * Its value if it comes in time; otherwise it is cancelled. Who does not wait has none, even of what is there: the
     * answer must not depend on who was quicker.
     */
    public static <T> Optional<T> atMost(Duration limit, CompletableFuture<T> awaited) {
        if (limit.isZero()) {
            awaited.cancel(false);
            return Optional.empty();
        }
        try {
            return Optional.of(awaited.get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException notInTime) {
            awaited.cancel(false);
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            awaited.cancel(false);
            return Optional.empty();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
        }
    }
}
