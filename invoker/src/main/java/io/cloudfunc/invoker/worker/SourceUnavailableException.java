package io.cloudfunc.invoker.worker;

/** It cannot be told now whether there is such a source: no fault of the function's. */
final class SourceUnavailableException extends RuntimeException {

    SourceUnavailableException(String sha256, Exception cause) {
        super("source %s could not be fetched".formatted(sha256), cause);
    }
}
