package io.cloudfunc.bench;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    private String containerOf(String function) throws IOException {
        var labels = JSON.writeValueAsString(List.of(installation.label(), "io.cloudfunc.function=" + function));
        var filters = URLEncoder.encode("{\"label\":%s}".formatted(labels), StandardCharsets.UTF_8);
        var found = get("/containers/json?filters=" + filters);
        if (found.isEmpty()) {
            throw new IOException("no container of %s runs".formatted(function));
        }
        return found.get(0).path("Id").asString("");
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
