package io.cloudfunc.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells the readers in this process that there may be new events. Raising it too often is harmless. */
final class EventSignal {

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** The listener must return at once; it is called on the thread that committed, or that heard of a commit. */
    Registration onRaise(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void raise() {
        listeners.forEach(Runnable::run);
    }

    /** Ends what {@link #onRaise} began. */
    @FunctionalInterface
    interface Registration {
        void end();
    }
}
