package io.cloudfunc.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that reads, and gives up when an answer takes longer than anything may. */
final class Reader {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;

    Reader(int port) {
        base = "http://127.0.0.1:" + port;
    }

    HttpResponse<byte[]> get(String path) {
        return send(request(path));
    }

    private HttpResponse<byte[]> post(String path) {
        return send(to(path).POST(HttpRequest.BodyPublishers.noBody()).build());
    }

    /** What is answered when that is done. */
    JsonNode posted(String path) {
        var answer = post(path);
        assertThat(answer.statusCode()).as("%s: %s", path, text(answer)).isEqualTo(200);
        return json(answer);
    }

    /** Asks for what is done later. */
    void accepted(String path) {
        var answer = post(path);
        assertThat(answer.statusCode()).as("%s: %s", path, text(answer)).isEqualTo(202);
        assertThat(header(answer, "Location")).isEqualTo(path.replace(":rebuild", ""));
    }

    JsonNode refused(String path, int status, String type) {
        return problem(path, post(path), status, type);
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    CompletableFuture<JsonNode> begin(String path) {
        return http.sendAsync(request(path), BodyHandlers.ofByteArray()).thenApply(Reader::json);
    }

    /** Hears what changes from now on, until the test's process ends. */
    Hearing watch() {
        try {
            return new Hearing(http.send(request("/v1/stream"), BodyHandlers.ofLines())
                    .body()
                    .iterator());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private HttpRequest request(String path) {
        return to(path).build();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + PlantedKey.TEXT);
    }

    JsonNode ok(String path) {
        var answer = get(path);
        assertThat(answer.statusCode()).as("%s: %s", path, text(answer)).isEqualTo(200);
        return json(answer);
    }

    /** The problem that the answer is, which names what was wrong and what was expected. */
    JsonNode problem(String path, int status, String type) {
        return problem(path, get(path), status, type);
    }

    private static JsonNode problem(String path, HttpResponse<byte[]> answer, int status, String type) {
        assertThat(answer.statusCode()).as("%s: %s", path, text(answer)).isEqualTo(status);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
        var problem = json(answer);
        assertThat(problem.path("type").asString()).isEqualTo("urn:cloudfunc:problem:" + type);
        assertThat(problem.path("detail").asString()).isNotBlank();
        return problem;
    }

    /** A field of each item of the list, over all its pages. */
    List<String> all(String path, String field) {
        return items(path).stream().map(item -> item.path(field).asString()).toList();
    }

    /** The items of the list, over all its pages. */
    List<JsonNode> items(String path) {
        var found = new ArrayList<JsonNode>();
        var page = ok(path);
        while (true) {
            page.path("items").forEach(found::add);
            if (page.path("next").isMissingNode() || page.path("next").isNull()) {
                return found;
            }
            page = ok(path + (path.contains("?") ? "&" : "?") + "cursor="
                    + page.path("next").asString());
        }
    }

    static JsonNode json(HttpResponse<byte[]> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
