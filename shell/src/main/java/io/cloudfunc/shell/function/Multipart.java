package io.cloudfunc.shell.function;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A multipart/form-data body. */
final class Multipart {

    private final String boundary = "cloudfunc-" + UUID.randomUUID();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    Multipart part(String name, String fileName, String contentType, byte[] content) {
        body.writeBytes(ascii("""
                --%s\r
                Content-Disposition: form-data; name="%s"; filename="%s"\r
                Content-Type: %s\r
                \r
                """.formatted(boundary, name, fileName, contentType)));
        body.writeBytes(content);
        body.writeBytes(ascii("\r\n"));
        return this;
    }

    byte[] bytes() {
        body.writeBytes(ascii("--" + boundary + "--\r\n"));
        return body.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
