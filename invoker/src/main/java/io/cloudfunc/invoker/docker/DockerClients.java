package io.cloudfunc.invoker.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The ways to talk to an engine, by how long it may take. The API version is left to the engine.
 *
 * @param prompt answers within 2 s
 * @param working answers within 60 s, also while it starts many containers
 * @param streaming begins to answer within 60 s, and then may be silent for as long as it likes
 */
record DockerClients(DockerClient prompt, DockerClient working, DockerClient streaming) implements Closeable {

    private static final Duration PROMPT = Duration.ofSeconds(2);
    private static final Duration WORKING = Duration.ofSeconds(60);

    static DockerClients of(String host) {
        return new DockerClients(
                client(host, PROMPT, WholeResponse::of),
                client(host, WORKING, WholeResponse::of),
                client(host, WORKING, UnaryOperator.identity()));
    }

    @Override
    public void close() throws IOException {
        for (var client : List.of(prompt, working, streaming)) {
            client.close();
        }
    }

    private static DockerClient client(String host, Duration limit, UnaryOperator<Response> reading) {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(host)
                .build();
        var http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(URI.create(host))
                .build();
        return DockerClientImpl.getInstance(config, new TimeLimitedHttpClient(http, limit, reading));
    }
}
