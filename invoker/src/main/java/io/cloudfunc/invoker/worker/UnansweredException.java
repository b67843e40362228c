package io.cloudfunc.invoker.worker;

import org.jspecify.annotations.Nullable;

/** Nobody answers a question now: no fault of the function's. */
final class UnansweredException extends RuntimeException {

    UnansweredException(String queue, @Nullable Exception cause) {
        super("nobody answers in " + queue, cause);
    }
}
