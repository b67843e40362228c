package io.cloudfunc.api.invocation;

/** Why a call, or the preparation of a revision, failed. The names are stable. */
public enum FailureKind {
    /** The handler raised an exception; the container stays warm. */
    HANDLER_RAISED,
    /** The handler expects JSON and the body is none; the container stays warm. */
    BAD_INPUT,
    /** The handler's result cannot be written as JSON; the container stays warm. */
    BAD_OUTPUT,
    /** The source has no handler, or fails while it is loaded. */
    LOAD_FAILED,
    /** The function's process ended during the call; where each call has one of its own, with an exit code above 0. */
    EXITED,
    /** The kernel ended the function for using more than its memory. */
    OUT_OF_MEMORY,
    /** The call ran longer than its timeout; its container was stopped. */
    TIMED_OUT,
    /** The output is larger than allowed; the container was stopped. */
    OUTPUT_TOO_LARGE,
    /** The answer breaks the function contract; the container was stopped. */
    PROTOCOL_BROKEN,
    /** The engine has no such image. */
    IMAGE_MISSING,
    /** The container could not be created or started, or never listened. */
    START_FAILED,
    /** The function was removed before the call ran. */
    FUNCTION_REMOVED,
    /** Somebody cancelled the call before it ended. */
    CANCELLED,
    /** No attempt of the call could begin before its due instant, or what began then was never heard of again. */
    OVERDUE,
    /** The worker of the last attempt there may be was lost before it reported an outcome. */
    WORKER_LOST,
    /** No worker could take the call's message, or nobody could store what became of it. */
    UNDELIVERABLE
}
