package io.cloudfunc.command.invocation;

import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection.PayloadTooLarge;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.springframework.http.MediaType;

/** The raw body of a call; whatever its media type, it is the function's business. */
record Body(HttpServletRequest request, long limit) {

    String contentType() {
        return Objects.requireNonNullElse(request.getContentType(), MediaType.APPLICATION_OCTET_STREAM_VALUE);
    }

    /** Reads at most one byte more than allowed. */
    byte[] read() {
        if (request.getContentLengthLong() > limit) {
            throw tooLarge(request.getContentLengthLong());
        }
        try {
            var bytes = request.getInputStream().readNBytes((int) limit + 1);
            if (bytes.length > limit) {
                throw tooLarge(bytes.length);
            }
            return bytes;
        } catch (IOException brokenOff) {
            throw new UncheckedIOException(brokenOff);
        }
    }

    private RejectedException tooLarge(long bytes) {
        return new RejectedException(new PayloadTooLarge(bytes, limit));
    }
}
