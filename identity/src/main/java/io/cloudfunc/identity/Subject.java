package io.cloudfunc.identity;

/** What a route is about, and so in which namespaces a caller must be to use it. */
public enum Subject {
    /** Nothing that is in a namespace: open to callers of any. */
    NOTHING,
    /** The function that the path's variable {@code name} names. */
    FUNCTION,
    /** The secret that the path's variable {@code name} names. */
    SECRET,
    /** The call that the path's variable {@code id} names. */
    INVOCATION,
    /** The container that the path's variable {@code id} names. */
    CONTAINER,
    /**
     * Many at once: those that the parameter {@code function} names, else all. The route itself shows and does nothing that
     * is not in the caller's namespaces, so it has the {@link Caller} as an argument.
     */
    MANY,
    /** What belongs to all namespaces together. */
    INSTALLATION
}
