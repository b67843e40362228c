package io.cloudfunc.api.invocation;

/** Why a call, or the preparation of a revision, failed. The names are stable. */
public enum FailureKind {
    /** The handler raised an exception; the container stays warm. */
    HANDLER_RAISED("The handler raised an exception"),
    /** The handler expects JSON and the body is none; the container stays warm. */
    BAD_INPUT("The handler expects JSON and the body is none"),
    /** The handler's result cannot be written as JSON; the container stays warm. */
    BAD_OUTPUT("The handler's result cannot be written as JSON"),
    /** The source has no handler, or fails while it is loaded. */
    LOAD_FAILED("The source has no handler, or fails while it is loaded"),
    /** The function's process ended during the call; where each call has one of its own, with an exit code above 0. */
    EXITED("The function's process ended"),
    /** The kernel ended the function for using more than its memory. */
    OUT_OF_MEMORY("The function used more than its memory"),
    /** The call ran longer than its timeout; its container was stopped. */
    TIMED_OUT("The call ran longer than its timeout"),
    /** The output is larger than allowed; the container was stopped. */
    OUTPUT_TOO_LARGE("The output is larger than allowed"),
    /** The answer breaks the function contract; the container was stopped. */
    PROTOCOL_BROKEN("The answer breaks the function contract"),
    /** The engine has no such image. */
    IMAGE_MISSING("The engine has no such image"),
    /** The container could not be created or started, or never listened. */
    START_FAILED("The container could not be started, or never listened"),
    /** The function was removed before the call ran. */
    FUNCTION_REMOVED("The function was removed before the call ran"),
    /** Somebody cancelled the call before it ended. */
    CANCELLED("The call was cancelled"),
    /** No attempt of the call could begin before its due instant, or what began then was never heard of again. */
    OVERDUE("The call was not done when it was due"),
    /** The worker of the last attempt there may be was lost before it reported an outcome. */
    WORKER_LOST("The worker was lost before it reported an outcome"),
    /** No worker could take the call's message, or nobody could store what became of it. */
    UNDELIVERABLE("No worker could take the call, or nobody could store what became of it");

    private final String sentence;

    FailureKind(String sentence) {
        this.sentence = sentence;
    }

    /** What events say of it: never words of a function, which might be data. */
    public String sentence() {
        return sentence;
    }
}
