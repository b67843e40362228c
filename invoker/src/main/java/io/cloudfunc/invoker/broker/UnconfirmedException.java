package io.cloudfunc.invoker.broker;

import org.jspecify.annotations.Nullable;

/** The broker did not confirm the message: refused, or lost before an answer. It may have it or not. */
public final class UnconfirmedException extends RuntimeException {

    public UnconfirmedException(String reason, @Nullable Throwable cause) {
        super("message not confirmed: " + reason, cause);
    }
}
