package io.cloudfunc.bench;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the Docker engine itself. */
final class EngineApi {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SOCKETS = "/tmp/iofs";

    private final Installation installation;

    EngineApi(Installation installation) {
        this.installation = installation;
    }

    /** Where a running container of this function listens, by a link short enough to connect to. */
    UnixDomainSocketAddress socketOf(String function) throws IOException {
        var directory = StreamSupport.stream(
                        get("/containers/%s/json".formatted(containerOf(function)))
                                .path("Mounts")
                                .spliterator(),
                        false)
                .filter(mount -> mount.path("Destination").asString("").equals(SOCKETS))
                .map(mount -> mount.path("Source").asString(""))
                .findFirst()
                .orElseThrow(() -> new IOException("the container of %s has no sockets".formatted(function)));
        var link = Files.createTempDirectory("bench").resolve("f");
        Files.createSymbolicLink(link, Path.of(directory));
        return UnixDomainSocketAddress.of(link.resolve("lsnr.sock"));
    }

    /** Ids of all containers of this installation, running or not. */
    Set<String> containers() throws IOException {
        var labels = JSON.writeValueAsString(List.of(installation.label()));
        var filters = URLEncoder.encode("{\"label\":%s}".formatted(labels), StandardCharsets.UTF_8);
        var ids = new HashSet<String>();
        get("/containers/json?all=1&filters=" + filters)
                .forEach(found -> ids.add(found.path("Id").asString("")));
        return ids;
    }

    private String containerOf(String function) throws IOException {
        var labels = JSON.writeValueAsString(List.of(installation.label(), "io.cloudfunc.function=" + function));
        var filters = URLEncoder.encode("{\"label\":%s}".formatted(labels), StandardCharsets.UTF_8);
        var found = get("/containers/json?filters=" + filters);
        if (found.isEmpty()) {
            throw new IOException("no container of %s runs".formatted(function));
        }
        return found.get(0).path("Id").asString("");
    }

    /** Makes an image of a base image and files, by a Dockerfile that needs no network. */
    void build(String image, Map<String, String> files) throws IOException {
        try (var wire = Wire.to(installation.engine())) {
            var path = "/build?q=1&rm=1&networkmode=none&t=" + URLEncoder.encode(image, StandardCharsets.UTF_8);
            var answer = wire.exchange("POST", path, "Content-Type: application/x-tar\r\n", Tar.of(files));
            if (answer.status() != 200 || answer.text().contains("errorDetail")) {
                throw new IOException("the engine did not build %s: %s".formatted(image, answer.text()));
            }
        }
    }

    /** Returns the answer's body. */
    byte[] post(String path, byte[] json, int expected) throws IOException {
        try (var wire = Wire.to(installation.engine())) {
            var answer = wire.post(path, json);
            if (answer.status() != expected) {
                throw new IOException(
                        "the engine answered %s with %d: %s".formatted(path, answer.status(), answer.text()));
            }
            return answer.body();
        }
    }

    void delete(String path) throws IOException {
        try (var wire = Wire.to(installation.engine())) {
            wire.exchange("DELETE", path, "", new byte[0]);
        }
    }

    JsonNode get(String path) throws IOException {
        try (var wire = Wire.to(installation.engine())) {
            var answer = wire.get(path);
            if (answer.status() != 200) {
                throw new IOException(
                        "the engine answered %s with %d: %s".formatted(path, answer.status(), answer.text()));
            }
            return JSON.readTree(answer.body());
        }
    }
}
