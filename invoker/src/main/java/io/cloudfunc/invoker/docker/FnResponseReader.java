package io.cloudfunc.invoker.docker;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.BasicHttpTransportMetrics;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Reads answers from one connection, each within bounds whatever the other side sends. */
final class FnResponseReader {

    private static final int BUFFER = 8 * 1024;
    private static final Http1Config LIMITS = Http1Config.custom()
            .setBufferSize(BUFFER)
            .setMaxLineLength(BUFFER)
            .setMaxHeaderCount(100)
            .setMaxEmptyLineCount(4)
            .build();
    private static final int FIRST_FINAL_STATUS = 200;
    private static final String LOG_BYTES = "CloudFunc-Log-Bytes";
    private static final Pattern COUNT = Pattern.compile("\\d{1,15}");
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e][\\x20-\\x7e]{0,254}");
    private static final String UNKNOWN_TYPE = "application/octet-stream";

    private final InputStream in;
    private final int outputLimit;
    private final SessionInputBufferImpl buffer =
            new SessionInputBufferImpl(new BasicHttpTransportMetrics(), BUFFER, 512, BUFFER, null);
    private final DefaultHttpResponseParser parser = new DefaultHttpResponseParser(LIMITS);
    private boolean reusable = true;

    FnResponseReader(InputStream in, int outputLimit) {
        this.in = new Unending(in);
        this.outputLimit = outputLimit;
    }

    /**
     * @param began {@link System#nanoTime()} before the request was sent
     * @throws BrokenAnswerException if it is no HTTP
     * @throws OutputTooLargeException if its body is longer than allowed
     * @throws IOException if the connection ends first
     */
    FnResponse read(long began) throws IOException {
        try {
            var head = readHead();
            var body = readBody(head);
            reusable = DefaultConnectionReuseStrategy.INSTANCE.keepAlive(null, head, null);
            var took = Duration.ofNanos(System.nanoTime() - began);
            return new FnResponse(head.getCode(), contentType(head), body, logBytes(head), took);
        } catch (HttpException | MessageConstraintException | MalformedChunkCodingException broken) {
            throw new BrokenAnswerException(String.valueOf(broken.getMessage()));
        }
    }

    /** Whether the connection can carry another request: nothing is there that nobody asked for. */
    boolean isReusable() {
        return reusable && !buffer.hasBufferedData();
    }

    private ClassicHttpResponse readHead() throws IOException, HttpException {
        ClassicHttpResponse head;
        do {
            head = parser.parse(buffer, in);
        } while (head.getCode() < FIRST_FINAL_STATUS);
        return head;
    }

    private byte[] readBody(ClassicHttpResponse head) throws IOException, HttpException {
        var length = DefaultContentLengthStrategy.INSTANCE.determineLength(head);
        if (length > outputLimit) {
            throw new OutputTooLargeException(outputLimit);
        }
        var most = length < 0 ? outputLimit : (int) length; // up to 16 KiB the buffer is made for as many
        var body = bodyOf(length).readNBytes(most + 1);
        if (body.length > outputLimit) {
            throw new OutputTooLargeException(outputLimit);
        }
        return body;
    }

    private InputStream bodyOf(long length) throws BrokenAnswerException {
        if (length >= 0) {
            return new ContentLengthInputStream(buffer, in, length);
        }
        if (length == ContentLengthStrategy.CHUNKED) {
            return new ChunkedInputStream(buffer, in, LIMITS);
        }
        throw new BrokenAnswerException("neither Content-Length nor chunked");
    }

    private static String contentType(HttpMessage head) {
        var type = valueOf(head, "Content-Type");
        return type != null && PRINTABLE.matcher(type).matches() && isMediaType(type) ? type : UNKNOWN_TYPE;
    }

    /** As who answers with it will read it. */
    private static boolean isMediaType(String type) {
        try {
            return MediaType.parseMediaType(type).isConcrete();
        } catch (InvalidMediaTypeException broken) {
            return false;
        }
    }

    private static OptionalLong logBytes(HttpMessage head) {
        var count = valueOf(head, LOG_BYTES);
        return count != null && COUNT.matcher(count).matches()
                ? OptionalLong.of(Long.parseLong(count))
                : OptionalLong.empty();
    }

    private static @Nullable String valueOf(HttpMessage head, String name) {
        var header = head.getFirstHeader(name);
        return header == null || header.getValue() == null
                ? null
                : header.getValue().strip();
    }

    /** No answer may end with its connection: it could not be told from that of a process that died. */
    private static final class Unending extends FilterInputStream {

        Unending(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return notEnded(super.read());
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return notEnded(super.read(bytes, offset, length));
        }

        private static int notEnded(int read) throws EOFException {
            if (read < 0) {
                throw new EOFException("The connection ended before the answer");
            }
            return read;
        }
    }
}
