package io.cloudfunc.store;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;

/**
 * Reads the store in batches and asks it again only after a signal. Read by one thread; the signal may come on any.
 */
final class WakingEventStream implements BlockingStream<TrackedEventMessage<?>> {

    private final SharedReads store;
    private final EventSignal.Registration registration;
    private final Queue<TrackedEventMessage<?>> read = new ArrayDeque<>(StorageEngine.BATCH);
    private final Semaphore mayHaveMore = new Semaphore(1);

    private @Nullable TrackingToken position;
    private volatile Runnable onAvailable = () -> {};

    WakingEventStream(SharedReads store, EventSignal signal, @Nullable TrackingToken start) {
        this.store = store;
        this.position = start;
        this.registration = signal.onRaise(this::woken);
    }

    private void woken() {
        mayHaveMore.release();
        onAvailable.run();
    }

    @Override
    public Optional<TrackedEventMessage<?>> peek() {
        if (read.isEmpty() && mayHaveMore.tryAcquire()) {
            fill();
        }
        return Optional.ofNullable(read.peek());
    }

    private void fill() {
        mayHaveMore.drainPermits();
        try {
            var found = store.after(position);
            read.addAll(found.events());
            if (found.mayHaveMore()) {
                mayHaveMore.release();
            }
        } catch (RuntimeException storeFailed) {
            mayHaveMore.release();
            throw storeFailed;
        }
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        if (peek().isPresent()) {
            return true;
        }
        if (timeout > 0 && mayHaveMore.tryAcquire(timeout, unit)) {
            fill();
        }
        return !read.isEmpty();
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        while (peek().isEmpty()) {
            mayHaveMore.acquire();
            fill();
        }
        var next = read.remove();
        position = next.trackingToken();
        return next;
    }

    @Override
    public boolean setOnAvailableCallback(Runnable callback) {
        onAvailable = callback;
        callback.run();
        return true;
    }

    @Override
    public void close() {
        registration.end();
    }
}
