package io.cloudfunc.invoker.docker;

import java.io.IOException;

/** What came over the connection is no answer of the {@code fn} contract. */
final class BrokenAnswerException extends IOException {

    BrokenAnswerException(String message) {
        super(message);
    }
}
