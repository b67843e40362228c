package io.cloudfunc.invoker.engine;

import io.cloudfunc.api.invocation.FailureKind;

/** The engine did not answer. It may do so again by now, so this tells nothing about what was asked for. */
public final class EngineAwayException extends EngineException {

    public EngineAwayException(String message, Throwable cause) {
        super(FailureKind.START_FAILED, message, cause);
    }

    public EngineAwayException(String message) {
        super(FailureKind.START_FAILED, message, new byte[0]);
    }
}
