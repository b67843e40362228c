package io.cloudfunc.command.function;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks once for all who ask at the same time: who comes while a look is under way gets what the next one finds, so that
 * nobody is told what was so before they came. Safe for use by many threads.
 */
final class SharedLook<V> {

    private final Supplier<V> look;
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable CompletableFuture<V> next;

    SharedLook(Supplier<V> look) {
        this.look = look;
    }

    /** Blocks; throws what the look throws. */
    V get() {
        var mine = join();
        turn.lock();
        try {
            if (!mine.isDone()) {
                leave();
                look(mine);
            }
        } finally {
            turn.unlock();
        }
        return resultOf(mine);
    }

    private synchronized CompletableFuture<V> join() {
        if (next == null) {
            next = new CompletableFuture<>();
        }
        return next;
    }

    /** Who comes from now on wants a later look. */
    private synchronized void leave() {
        next = null;
    }

    private void look(CompletableFuture<V> found) {
        try {
            found.complete(look.get());
        } catch (RuntimeException failed) {
            found.completeExceptionally(failed);
        }
    }

    private static <V> V resultOf(CompletableFuture<V> found) {
        try {
            return found.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }
}
