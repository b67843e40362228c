package io.cloudfunc.invoker.docker;

import java.io.IOException;

/** The body of an answer is longer than allowed; the rest of it was not read. */
final class OutputTooLargeException extends IOException {

    OutputTooLargeException(int limit) {
        super("The output is larger than %,d bytes".formatted(limit));
    }
}
