package io.cloudfunc.command.function;

import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks once for all who ask at the same time, whatever each of them asks for: who comes while a look is under way gets what
 * the next one finds, so that nobody is told what was so before they came. Safe for use by many threads.
 */
final class SharedLook<K, V> {

    private final Function<Set<K>, Map<K, V>> look;
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable Next<K, V> next;

    private record Next<K, V>(Set<K> keys, CompletableFuture<Map<K, V>> found) {}

    /** @param look finds something for each of the keys */
    SharedLook(Function<Set<K>, Map<K, V>> look) {
        this.look = look;
    }

    /** Blocks; throws what the look throws. */
    V get(K key) {
        var mine = join(key);
        turn.lock();
        try {
            if (!mine.found.isDone()) {
                leave();
                look(mine);
            }
        } finally {
            turn.unlock();
        }
        return Objects.requireNonNull(resultOf(mine.found).get(key), "the look finds something for each key");
    }

    private synchronized Next<K, V> join(K key) {
        if (next == null) {
            next = new Next<>(new HashSet<>(), new CompletableFuture<>());
        }
        next.keys.add(key);
        return next;
    }

    /** Who comes from now on wants a later look. */
    private synchronized void leave() {
        next = null;
    }

    private void look(Next<K, V> mine) {
        try {
            mine.found.complete(look.apply(mine.keys));
        } catch (RuntimeException failed) {
            mine.found.completeExceptionally(failed);
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
