package io.cloudfunc.invoker.engine;

import io.cloudfunc.api.invocation.FailureKind;

/** The engine could not do what was asked, and what is known of why. */
public sealed class EngineException extends RuntimeException permits EngineAwayException {

    private final FailureKind kind;
    private final byte[] log;

    /** @param log what the container's process had written, bounded; may be empty */
    public EngineException(FailureKind kind, String message, byte[] log) {
        super(message);
        this.kind = kind;
        this.log = log;
    }

    public EngineException(FailureKind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.log = new byte[0];
    }

    public FailureKind kind() {
        return kind;
    }

    public byte[] log() {
        return log.clone();
    }
}
