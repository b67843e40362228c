package io.cloudfunc.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** CloudFunc's REST interface, as far as it is needed here. */
final class Rest {

    private static final String BOUNDARY = "cloudfunc-bench";

    private final Installation installation;

    Rest(Installation installation) {
        this.installation = installation;
    }

    /**
     * Deploys a Python function and waits until it is ready.
     *
     * @param settings as in the REST interface, JSON
     */
    void deploy(String function, String source, String settings) throws IOException {
        try (var wire = installation.connect()) {
            var answer = wire.exchange(
                    "PUT",
                    "/v1/functions/" + function,
                    "Content-Type: multipart/form-data; boundary=%s\r\nPrefer: wait=60\r\n".formatted(BOUNDARY),
                    parts(source, settings));
            if (!answer.text().contains("\"READY\"")) {
                throw new IOException(
                        "%s could not be deployed, %d: %s".formatted(function, answer.status(), answer.text()));
            }
        }
    }

    private static byte[] parts(String source, String settings) throws IOException {
        var body = new ByteArrayOutputStream();
        body.writeBytes(head("spec", "spec.json"));
        body.writeBytes(bytes("{\"runtime\":\"python\",\"settings\":%s}".formatted(settings)));
        body.writeBytes(head("source", "source.zip"));
        body.writeBytes(zip(source));
        body.writeBytes(bytes("\r\n--%s--\r\n".formatted(BOUNDARY)));
        return body.toByteArray();
    }

    private static byte[] head(String name, String file) {
        return bytes("\r\n--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n\r\n"
                .formatted(BOUNDARY, name, file));
    }

    private static byte[] zip(String source) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("function.py"));
            zip.write(bytes(source));
        }
        return bytes.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
