package io.cloudfunc.runtime;

/** A request that cannot be read; the connection ends after the answer. */
final class BadRequestException extends RuntimeException {

    private final int status;

    BadRequestException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
