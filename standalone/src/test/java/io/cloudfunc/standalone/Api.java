package io.cloudfunc.standalone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The REST interface, as a client sees it. */
final class Api {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;

    private final Path dataDirectory;

    /**
     * @param dataDirectory of the server, where the administrator's key lies
     */
    Api(int port, Path dataDirectory) {
        this.base = "http://127.0.0.1:" + port;
        this.dataDirectory = dataDirectory;
    }

    String address() {
        return base;
    }

    boolean isReady() {
        try {
            return http.send(to("/readyz").GET().build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notListening) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Deploys Python source and waits for the revision's end state. */
    JsonNode deploy(String name, String source, String settings) {
        var spec = "{\"runtime\":\"python\",\"settings\":%s}".formatted(settings);
        return deploy(name, spec, Map.of("function.py", source.getBytes(StandardCharsets.UTF_8)));
    }

    /** Deploys what a directory has, which tells the runtime, and waits for the revision's end state. */
    JsonNode deploy(String name, Path directory) {
        return deploy(name, "{}", filesIn(directory));
    }

    private JsonNode deploy(String name, String spec, Map<String, byte[]> files) {
        var boundary = "cloudfunc-test";
        var body = new ByteArrayOutputStream();
        body.writeBytes(part(boundary, "spec", "spec.json"));
        body.writeBytes(spec.getBytes(StandardCharsets.UTF_8));
        body.writeBytes(part(boundary, "source", "source.zip"));
        body.writeBytes(zip(files));
        body.writeBytes("\r\n--%s--\r\n".formatted(boundary).getBytes(StandardCharsets.UTF_8));
        var request = request("/v1/functions/" + name)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .header("Prefer", "wait=60")
                .PUT(BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
        return json(send(request));
    }

    JsonNode deployImage(String name, String image) {
        return json(send(request("/v1/functions/" + name)
                .header("Content-Type", "application/json")
                .header("Prefer", "wait=60")
                .PUT(BodyPublishers.ofString("{\"image\":\"%s\"}".formatted(image)))
                .build()));
    }

    void storeSecret(String name, String value) {
        var answer = send(request("/v1/secrets/" + name)
                .PUT(BodyPublishers.ofString(value))
                .build());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
        }
    }

    HttpResponse<String> call(String name, String body) {
        return send(request("/fn/" + name).POST(BodyPublishers.ofString(body)).build());
    }

    /** @param traceparent as a caller sends it who traces */
    HttpResponse<String> callTraced(String name, String body, String traceparent) {
        return send(request("/fn/" + name)
                .header("traceparent", traceparent)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    Scrape scrape() {
        return Scrape.of(read("/metrics").body());
    }

    /** The id of a call that was accepted. */
    String accept(String name, String body) {
        var accepted = tryToAccept(name, body);
        if (accepted.statusCode() != 202) {
            throw new IllegalStateException(accepted.statusCode() + ": " + accepted.body());
        }
        return json(accepted).get("id").asString();
    }

    /** The ids of calls that were accepted with one request. */
    List<String> acceptAll(String name, String lines, String key) {
        var accepted = send(request("/v1/functions/" + name + "/invocations:batch")
                .header("Content-Type", "application/x-ndjson")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(lines))
                .build());
        if (accepted.statusCode() != 202) {
            throw new IllegalStateException(accepted.statusCode() + ": " + accepted.body());
        }
        return json(accepted)
                .get("calls")
                .valueStream()
                .map(call -> call.get("id").asString())
                .toList();
    }

    /** Imports what another installation exported. */
    HttpResponse<String> load(String export) {
        return send(request("/v1/audit/import")
                .POST(BodyPublishers.ofString(export))
                .build());
    }

    HttpResponse<String> tryToAccept(String name, String body) {
        return send(request("/v1/functions/" + name + "/invocations")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    /** The key itself. */
    String issueKey(String role) {
        return json(post("/v1/keys", "{\"label\":\"tests\",\"roles\":[\"%s\"]}".formatted(role)))
                .get("key")
                .asString();
    }

    void revokeKey(String key) {
        send(request("/v1/keys/" + key.substring(0, key.lastIndexOf('_')))
                .DELETE()
                .build());
    }

    HttpResponse<String> post(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build());
    }

    HttpResponse<String> remove(String name) {
        return send(request("/v1/functions/" + name).DELETE().build());
    }

    JsonNode get(String path) {
        return json(read(path));
    }

    HttpResponse<String> read(String path) {
        return send(request(path).GET().build());
    }

    JsonNode invocation(String id) {
        return get("/v1/invocations/" + id);
    }

    List<String> events(String path) {
        return StreamSupport.stream(get(path + "/events").get("items").spliterator(), false)
                .map(event -> event.get("type").asString())
                .toList();
    }

    List<JsonNode> containers(String function) {
        return StreamSupport.stream(
                        get("/v1/containers?function=" + function).get("items").spliterator(), false)
                .toList();
    }

    private HttpRequest.Builder request(String path) {
        return to(path).header("Authorization", "Bearer " + key());
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(90));
    }

    private String key() {
        try {
            return Files.readString(dataDirectory.resolve("admin.key")).strip();
        } catch (IOException notMade) {
            throw new UncheckedIOException(notMade);
        }
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    private static byte[] part(String boundary, String name, String file) {
        return "\r\n--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n\r\n"
                .formatted(boundary, name, file)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> filesIn(Path directory) {
        var files = new TreeMap<String, byte[]>();
        try (var found = Files.walk(directory)) {
            for (var file : found.filter(Files::isRegularFile).toList()) {
                files.put(directory.relativize(file).toString(), Files.readAllBytes(file));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return files;
    }

    private static byte[] zip(Map<String, byte[]> files) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return bytes.toByteArray();
    }
}
