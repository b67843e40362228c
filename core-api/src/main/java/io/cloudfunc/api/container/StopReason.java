package io.cloudfunc.api.container;

/** Why a container is gone. */
public enum StopReason {
    /** Its warm period passed, by the router's deadline. */
    WARM_EXPIRED,
    /** Its warm period passed twice with no word from the router; the worker removed it on its own. */
    ROUTER_SILENT,
    /** A newer revision serves. */
    REVISION_REPLACED,
    /** Its function was removed. */
    FUNCTION_REMOVED,
    /** A call left it in a state in which it must not be used again. */
    CALL_FAILED,
    /** Its call was cancelled. */
    CALL_CANCELLED,
    /** The function's process ended by itself. */
    EXITED,
    /** Another function needed its memory. */
    EVICTED,
    /** Its worker stopped. */
    WORKER_STOPPED,
    /** Found by its label after its worker had died. */
    WORKER_LOST,
    /** The engine lost it. */
    ENGINE_LOST
}
