package io.cloudfunc.invoker.pool;

/** What a place in the pool is used for. */
enum Use {
    /** A container is made ready for the call that waits for it. */
    STARTING,
    /** A call runs in the container. */
    BUSY,
    /** The container waits for a call. */
    IDLE,
    /** The container is being removed. */
    LEAVING,
    /** A container is tried once, to see whether its revision can run; no call ever sees it. */
    TRIAL;

    /** Whether calls go to it, now or soon. */
    boolean serves() {
        return this == STARTING || this == BUSY || this == IDLE;
    }
}
