package io.cloudfunc.command.invocation;

import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection.PayloadTooLarge;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** The raw body of a call; whatever its media type, it is the function's business. */
record Body(HttpServletRequest request, long limit) {

    /** As the caller wrote it. */
    String contentType() {
        var written = request.getContentType();
        if (written == null) {
            return MediaType.APPLICATION_OCTET_STREAM_VALUE;
        }
        if (!isOneMediaType(written)) {
            throw new InvalidValueException(
                    HttpHeaders.CONTENT_TYPE, written, "a media type such as " + MediaType.APPLICATION_JSON_VALUE);
        }
        return written;
    }

    private static boolean isOneMediaType(String written) {
        try {
            return MediaType.parseMediaType(written).isConcrete();
        } catch (InvalidMediaTypeException malformed) {
            return false;
        }
    }

    /** Bytes that it says it has; the limit if it does not say. */
    long most() {
        var declared = request.getContentLengthLong();
        if (declared > limit) {
            throw tooLarge(declared);
        }
        return declared < 0 ? limit : declared;
    }

    /** Reads at most one byte more than it says it has, or than allowed: up to 16 KiB, that is the size of a buffer. */
    byte[] read() {
        var most = (int) most();
        try {
            var bytes = request.getInputStream().readNBytes(most + 1);
            if (bytes.length > limit) {
                throw tooLarge(bytes.length);
            }
            return bytes;
        } catch (IOException brokenOff) {
            throw new InvalidValueException("body", "one that breaks off", "as many bytes as its head says");
        }
    }

    private RejectedException tooLarge(long bytes) {
        return new RejectedException(new PayloadTooLarge(bytes, limit));
    }
}
