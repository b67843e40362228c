package io.cloudfunc.invoker.worker;

import java.time.Duration;

/** Runs something once, later, unless it is called off. What it runs must not block. */
interface Later {

    /** Returns what calls it off; calling that too late, or again, does nothing. */
    Runnable in(Duration delay, Runnable task);
}
