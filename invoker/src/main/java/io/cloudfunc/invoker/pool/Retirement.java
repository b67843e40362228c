package io.cloudfunc.invoker.pool;

/** What came of the order to retire a container. */
public enum Retirement {
    /** It goes, or is going already. */
    GOES,
    /** It is in use, or was since: it stays. */
    STAYS,
    /** The pool has no such container. */
    UNKNOWN
}
