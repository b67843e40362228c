package io.cloudfunc.api.invocation;

/** Why a call had to start a container. */
public enum ColdReason {
    /** No container of the revision existed yet on the worker. */
    FIRST_CALL,
    /** All containers of the revision were busy. */
    ALL_BUSY,
    /** The last idle one had been removed after its warm period. */
    EXPIRED,
    /** The last idle one was of an older revision. */
    NEW_REVISION,
    /** The last idle one had given its memory to another function. */
    EVICTED,
    /** The last one was retired by a failure, or lost. */
    REPLACED
}
