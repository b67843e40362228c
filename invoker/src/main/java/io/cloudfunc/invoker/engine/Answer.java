package io.cloudfunc.invoker.engine;

import io.cloudfunc.api.invocation.FailureKind;
import java.time.Duration;

/** How a call of a function ended. */
public sealed interface Answer {

    /** The last part of what the function wrote on stdout and stderr during the call, UTF-8, bounded; may be empty. */
    byte[] log();

    /** From the first byte sent to the last received. */
    Duration took();

    /** Whether the container may be called again. */
    boolean reusable();

    record Output(String contentType, byte[] body, byte[] log, Duration took) implements Answer {
        @Override
        public boolean reusable() {
            return true;
        }
    }

    record Fault(FailureKind kind, String message, boolean reusable, byte[] log, Duration took) implements Answer {}
}
