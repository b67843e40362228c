package io.cloudfunc.chaos;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the Docker engine itself about the containers with a label. */
final class EngineApi {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String OF_A_FUNCTION = "io.cloudfunc.function";

    private final Path socket;
    private final String label;

    EngineApi(Path socket, String label) {
        this.socket = socket;
        this.label = label;
    }

    /** Ids of the containers, running or not; those only that hold a function, if asked so. */
    Set<String> containers(boolean ofFunctions) throws IOException {
        var labels = ofFunctions ? List.of(label, OF_A_FUNCTION) : List.of(label);
        var filters = URLEncoder.encode("{\"label\":" + JSON.writeValueAsString(labels) + "}", StandardCharsets.UTF_8);
        return listed("&filters=" + filters);
    }

    /**
     * Ids of containers that run, but that the engine does not know (any more), so that nobody would end them. Known by
     * their shims, if those are of an engine that the launcher started: its containerd is beside its socket.
     */
    Set<String> unknownContainers() throws IOException {
        var containerd =
                socket.resolveSibling("exec/containerd/containerd.sock").toString();
        var ids = new TreeSet<String>();
        ProcessHandle.allProcesses()
                .map(process -> Arrays.asList(process.info().arguments().orElse(new String[0])))
                .filter(arguments -> arguments.contains(containerd) && arguments.contains("-id"))
                .forEach(arguments -> ids.add(arguments.get(arguments.indexOf("-id") + 1)));
        ids.removeAll(listed(""));
        return ids;
    }

    private Set<String> listed(String filters) throws IOException {
        var ids = new TreeSet<String>();
        get("/containers/json?all=1" + filters)
                .forEach(found -> ids.add(found.path("Id").asString("")));
        return ids;
    }

    /** The id of its first process; 0 while it does not run. */
    long pidOf(String container) throws IOException {
        return get("/containers/" + container + "/json")
                .path("State")
                .path("Pid")
                .asLong(0);
    }

    /** HTTP/1.0, since then the end of the answer is the end of the stream. */
    private JsonNode get(String path) throws IOException {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            var request = ByteBuffer.wrap(
                    "GET %s HTTP/1.0\r\nHost: engine\r\n\r\n".formatted(path).getBytes(StandardCharsets.US_ASCII));
            while (request.hasRemaining()) {
                channel.write(request);
            }
            return body(path, all(channel));
        }
    }

    private static String all(SocketChannel channel) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var buffer = ByteBuffer.allocate(16_384);
        while (channel.read(buffer) >= 0) {
            bytes.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static JsonNode body(String path, String answer) throws IOException {
        var head = answer.indexOf("\r\n\r\n");
        if (head < 0 || !answer.substring(0, answer.indexOf('\r')).contains(" 200 ")) {
            throw new IOException("the engine answered %s with: %s"
                    .formatted(path, answer.lines().findFirst().orElse("nothing")));
        }
        return JSON.readTree(answer.substring(head + 4));
    }
}
