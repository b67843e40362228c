package io.cloudfunc.runtime;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** HTTP/1.1 requests from a stream: just what one caller that keeps its connection needs. */
final class RequestReader {

    private static final int LONGEST_HEAD = 64 * 1024;
    private static final int LONGEST_CHUNK_LINE = 1024;
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}");
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-fA-F]{1,7}");

    private final InputStream input;
    private final ContinueSignal goOn;

    /** Tells a caller who asked first to send the body. */
    interface ContinueSignal {
        void send() throws IOException;
    }

    RequestReader(InputStream input, ContinueSignal goOn) {
        this.input = input;
        this.goOn = goOn;
    }

    /** @throws EOFException if the caller hung up */
    Request read() throws IOException {
        var head = new Head(LONGEST_HEAD);
        var first = head.line().split(" ", -1);
        if (first.length != 3 || !first[2].matches("HTTP/1\\.[01]")) {
            throw new BadRequestException(400, "expected a request line like POST /call HTTP/1.1");
        }
        var headers = head.fields();
        if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
            goOn.send();
        }
        var connection = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
        var keeps = first[2].equals("HTTP/1.1") ? !connection.equals("close") : connection.equals("keep-alive");
        return new Request(first[0], first[1], keeps, body(headers));
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        var length = headers.get("content-length");
        var encoding = headers.get("transfer-encoding");
        if (length != null && encoding != null) {
            throw new BadRequestException(400, "both Content-Length and Transfer-Encoding");
        }
        if (encoding != null) {
            return chunks(encoding);
        }
        return length == null ? new byte[0] : exactly(number(length, DECIMAL, 10, "Content-Length to be a number"));
    }

    private byte[] chunks(String encoding) throws IOException {
        if (!encoding.equalsIgnoreCase("chunked")) {
            throw new BadRequestException(400, "Transfer-Encoding " + encoding + "; expected chunked");
        }
        var body = new ByteArrayOutputStream();
        for (var size = chunkSize(); size > 0; size = chunkSize()) {
            body.write(exactly(size));
            if (!new Head(LONGEST_CHUNK_LINE).line().isEmpty()) {
                throw new BadRequestException(400, "a chunk longer than its size");
            }
        }
        new Head(LONGEST_HEAD).fields(); // trailers
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        var line = new Head(LONGEST_CHUNK_LINE).line();
        return number(line.split(";", 2)[0].strip(), HEXADECIMAL, 16, "a chunk size");
    }

    private static int number(String text, Pattern form, int radix, String expected) {
        if (!form.matcher(text).matches()) {
            throw new BadRequestException(400, "expected " + expected);
        }
        return Integer.parseInt(text, radix);
    }

    private byte[] exactly(int size) throws IOException {
        var bytes = input.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException();
        }
        return bytes;
    }

    /** Lines that may be so many bytes long in all. */
    private final class Head {

        private int left;

        Head(int most) {
            left = most;
        }

        Map<String, String> fields() throws IOException {
            var fields = new HashMap<String, String>();
            for (var line = line(); !line.isEmpty(); line = line()) {
                var colon = line.indexOf(':');
                if (colon < 1 || !line.substring(0, colon).strip().equals(line.substring(0, colon))) {
                    throw new BadRequestException(400, "expected header lines like Name: value");
                }
                add(
                        fields,
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            return fields;
        }

        private static void add(Map<String, String> fields, String name, String value) {
            var before = fields.putIfAbsent(name, value);
            var decisive = name.equals("content-length") || name.equals("transfer-encoding");
            if (decisive && before != null && !before.equals(value)) {
                throw new BadRequestException(400, "contradicting headers");
            }
        }

        String line() throws IOException {
            var line = new ByteArrayOutputStream();
            while (true) {
                var one = input.read();
                if (one < 0) {
                    throw new EOFException();
                }
                if (left-- == 0) {
                    throw new BadRequestException(431, "expected a shorter head or line");
                }
                if (one == '\n') {
                    var text = line.toString(StandardCharsets.ISO_8859_1);
                    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
                }
                line.write(one);
            }
        }
    }
}
