package io.cloudfunc.invoker.docker;

import io.cloudfunc.api.invocation.FailureKind;

/** How a container's process ended. */
sealed interface Ending {

    FailureKind kind();

    /** One half of a sentence that begins with the process. */
    String words();

    record OutOfMemory() implements Ending {
        @Override
        public FailureKind kind() {
            return FailureKind.OUT_OF_MEMORY;
        }

        @Override
        public String words() {
            return "was ended by the kernel for using more than its memory limit";
        }
    }

    record Exited(long code) implements Ending {

        private static final int SIGNALLED = 128;
        private static final int LAST_SIGNAL = 64;

        @Override
        public FailureKind kind() {
            return FailureKind.EXITED;
        }

        @Override
        public String words() {
            return code > SIGNALLED && code <= SIGNALLED + LAST_SIGNAL
                    ? "was ended by signal %d (exit code %d)".formatted(code - SIGNALLED, code)
                    : "ended with exit code %d".formatted(code);
        }
    }

    /** Removed by somebody, or lost by its engine. */
    record Gone() implements Ending {
        @Override
        public FailureKind kind() {
            return FailureKind.EXITED;
        }

        @Override
        public String words() {
            return "is gone, its container was removed";
        }
    }
}
