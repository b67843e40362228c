package io.cloudfunc.store;

/** Hears to which aggregates other processes have appended since, mostly some milliseconds after they did. */
@FunctionalInterface
public interface ChangeListener {

    /**
     * Must return at once, and must not fail. It is not called of what happened before or in the second after this process
     * began to listen, nor of what could not be told.
     *
     * @param aggregate that was there before
     */
    void changed(String aggregate);
}
