package io.cloudfunc.invoker.pool;

/** The worker stops. */
public final class PoolClosedException extends RuntimeException {

    PoolClosedException() {
        super("the worker stops");
    }
}
