package io.cloudfunc.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Tells the readers in this process that there may be new events. Raising it too often is harmless. */
final class EventSignal {

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong count = new AtomicLong();

    /** The listener must return at once; it is called on the thread that committed, or that heard of a commit. */
    Registration onRaise(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** How often it was raised so far. */
    long count() {
        return count.get();
    }

    void raise() {
        count.incrementAndGet();
        listeners.forEach(Runnable::run);
    }

    /** Ends what {@link #onRaise} began. */
    @FunctionalInterface
    interface Registration {
        void end();
    }
}
