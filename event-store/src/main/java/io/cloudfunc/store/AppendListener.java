package io.cloudfunc.store;

/** Hears of each event that this process has appended, right after its commit, on the thread that committed. */
@FunctionalInterface
public interface AppendListener {

    /** Must return at once, and must not fail: who appended waits for it. */
    void appended(Object event);
}
