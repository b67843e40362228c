package io.cloudfunc.runtime;

/** A text that is no JSON, or a value that JSON cannot express. */
final class NotJsonException extends RuntimeException {

    NotJsonException(String message) {
        super(message, null, false, false);
    }
}
