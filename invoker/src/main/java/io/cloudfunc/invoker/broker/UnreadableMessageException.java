package io.cloudfunc.invoker.broker;

/** A message that is not what its queue carries; delivering it again would not help. */
public final class UnreadableMessageException extends RuntimeException {

    public UnreadableMessageException(Class<?> expected, Exception cause) {
        super("not a %s: %s".formatted(expected.getSimpleName(), cause.getMessage()), cause);
    }
}
