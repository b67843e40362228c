package io.cloudfunc.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** CloudFunc's REST interface, as far as it is needed here. */
final class Rest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
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

    /** Deploys an image with the contract {@code fn} and waits until it is ready. */
    void deployImage(String function, String image, String settings) throws IOException {
        try (var wire = installation.connect()) {
            var answer = wire.exchange(
                    "PUT",
                    "/v1/functions/" + function,
                    "Content-Type: application/json\r\nPrefer: wait=60\r\n",
                    bytes("{\"image\":\"%s\",\"contract\":\"fn\",\"settings\":%s}".formatted(image, settings)));
            if (!answer.text().contains("\"READY\"")) {
                throw new IOException(
                        "%s could not be deployed, %d: %s".formatted(function, answer.status(), answer.text()));
            }
        }
    }

    void remove(String function) throws IOException {
        try (var wire = installation.connect()) {
            wire.exchange("DELETE", "/v1/functions/" + function, "", new byte[0]);
        }
    }

    /** Ids of the containers that a function has now, 200 at most. */
    Set<String> containersOf(String function) throws IOException {
        var ids = new HashSet<String>();
        get("/v1/containers?limit=200&function=" + function)
                .path("items")
                .forEach(found -> ids.add(found.path("id").asString("")));
        return ids;
    }

    JsonNode get(String path) throws IOException {
        try (var wire = installation.connect()) {
            return JSON.readTree(wire.get(path).body());
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
