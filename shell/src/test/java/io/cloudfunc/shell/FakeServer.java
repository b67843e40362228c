package io.cloudfunc.shell;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/** A server that answers what a test tells it to, and remembers what it was asked. */
public final class FakeServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();

    public FakeServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** To that request (such as {@code GET /v1/functions}; * stands for any part of a word) these answers in turn, the last of them for ever. */
    public FakeServer on(String line, Answer... inTurn) {
        answers.put(line, new ArrayDeque<>(List.of(inTurn)));
        return this;
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    public List<String> lines() {
        return received.stream().map(Received::line).toList();
    }

    public Received only() {
        if (received.size() != 1) {
            throw new AssertionError("expected one request, got " + lines());
        }
        return received.getFirst();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        received.add(new Received(
                line, exchange.getRequestHeaders(), exchange.getRequestBody().readAllBytes()));
        var answer = next(line);
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
        exchange.close();
    }

    private Answer next(String line) {
        return answers.entrySet().stream()
                .filter(entry -> matches(entry.getKey(), line))
                .map(entry -> entry.getValue().size() > 1
                        ? entry.getValue().remove()
                        : entry.getValue().element())
                .findFirst()
                .orElseGet(() -> Answer.of(501, "text/plain", "No test told what to answer to " + line));
    }

    private static boolean matches(String expected, String line) {
        return line.matches(Pattern.quote(expected).replace("*", "\\E[^/?&]*\\Q"));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
