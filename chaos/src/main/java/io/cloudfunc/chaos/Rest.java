package io.cloudfunc.chaos;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** CloudFunc's REST interface, as far as it is needed here. */
final class Rest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LONGEST = Duration.ofSeconds(70);
    private static final String BOUNDARY = "cloudfunc-chaos";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI server;
    private final Path key;

    /**
     * @param key file with the key of an administrator
     */
    Rest(URI server, Path key) {
        this.server = server;
        this.key = key;
    }

    boolean isReady() {
        try {
            return send(anonymouslyTo("/readyz").GET()).statusCode() == 200;
        } catch (IOException away) {
            return false;
        }
    }

    void deploy(String function, byte[] source, String settings) throws IOException {
        var answer = send(to("/v1/functions/" + function)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .header("Prefer", "wait=60")
                .PUT(BodyPublishers.ofByteArray(parts(source, settings))));
        if (!json(answer).path("state").asString("").equals("READY")) {
            throw new IOException(
                    "%s could not be deployed, %d: %s".formatted(function, answer.statusCode(), answer.body()));
        }
    }

    /** Asks for a call, not waiting for its end. */
    HttpResponse<String> invoke(String function, String body) throws IOException {
        return send(to("/v1/functions/" + function + "/invocations")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> get(String path) throws IOException {
        return send(to(path).GET());
    }

    static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    private HttpRequest.Builder to(String path) throws IOException {
        return anonymouslyTo(path)
                .header("Authorization", "Bearer " + Files.readString(key).strip());
    }

    private HttpRequest.Builder anonymouslyTo(String path) {
        return HttpRequest.newBuilder(server.resolve(path)).timeout(LONGEST);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    private static byte[] parts(byte[] source, String settings) throws IOException {
        var body = new ByteArrayOutputStream();
        body.writeBytes(head("spec", "spec.json"));
        body.writeBytes(
                "{\"runtime\":\"python\",\"settings\":%s}".formatted(settings).getBytes(StandardCharsets.UTF_8));
        body.writeBytes(head("source", "source.zip"));
        body.writeBytes(zip(source));
        body.writeBytes("\r\n--%s--\r\n".formatted(BOUNDARY).getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    private static byte[] head(String name, String file) {
        return "\r\n--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n\r\n"
                .formatted(BOUNDARY, name, file)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zip(byte[] source) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("function.py"));
            zip.write(source);
        }
        return bytes.toByteArray();
    }
}
