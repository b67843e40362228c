package io.cloudfunc.store;

/** Hears to which aggregates other processes have appended since, mostly some milliseconds after they did. */
@FunctionalInterface
public interface ChangeListener {

    /**
     * Must return at once, and must not fail. Of what happened while the connection was lost it is not called.
     *
     * @param aggregate that was there before
     */
    void changed(String aggregate);
}
