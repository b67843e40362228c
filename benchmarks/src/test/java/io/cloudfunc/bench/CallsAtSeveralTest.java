package io.cloudfunc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallsAtSeveralTest {

    private static final int CALLS = 16;
    private static final int PER_SECOND = 1_000;

    @TempDir
    Path data;

    private final Queue<String> refusedKeys = new ConcurrentLinkedQueue<>();
    private final Queue<String> acceptedKeys = new ConcurrentLinkedQueue<>();
    private HttpServer refusing;
    private HttpServer accepting;

    @BeforeEach
    void twoSides() throws IOException {
        Files.writeString(data.resolve("admin.key"), "cf_0123456789ab_secret");
        refusing = server(exchange -> answer(exchange, refusedKeys, 503, ""));
        accepting =
                server(exchange -> answer(exchange, acceptedKeys, 202, "{\"id\":\"%s\"}".formatted(keyOf(exchange))));
    }

    @AfterEach
    void stop() {
        refusing.stop(0);
        accepting.stop(0);
    }

    @Test
    void asks_the_other_side_with_the_same_key_when_one_refuses() {
        var calls = new CallsAtSeveral(List.of(side(refusing), side(accepting)), "hello", new byte[0]);

        calls.run(CALLS, PER_SECOND);

        assertThat(calls.accepted()).hasSize(CALLS).doesNotHaveDuplicates();
        assertThat(refusedKeys).isNotEmpty().isSubsetOf(acceptedKeys);
        assertThat(calls.askedAgain()).isEqualTo(refusedKeys.size());
    }

    @Test
    void asks_the_other_side_when_nobody_listens_at_one() {
        var gone = side(refusing);
        refusing.stop(0);
        var calls = new CallsAtSeveral(List.of(gone, side(accepting)), "hello", new byte[0]);

        calls.run(CALLS, PER_SECOND);

        assertThat(calls.accepted()).hasSize(CALLS).doesNotHaveDuplicates();
    }

    private Installation side(HttpServer server) {
        return new Installation(
                data,
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                "jdbc:none",
                UnixDomainSocketAddress.of("/none"),
                "none",
                new BrokerAddress("none", 0, "", ""));
    }

    private static HttpServer server(com.sun.net.httpserver.HttpHandler handler) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/functions/hello/invocations", handler);
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange, Queue<String> keys, int status, String text) throws IOException {
        keys.add(keyOf(exchange));
        var body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String keyOf(HttpExchange exchange) {
        return exchange.getRequestHeaders().getFirst("Idempotency-Key");
    }
}
