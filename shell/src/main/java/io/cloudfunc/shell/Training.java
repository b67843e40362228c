package io.cloudfunc.shell;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the JVM watches when it makes its cache of classes for one-shot commands, which holds only what was loaded here:
 * the commonest of them, with answers like a server's. Takes {@code CLOUDFUNC_URL} of a free port, as which it answers.
 */
public final class Training {

    private static final List<String> COMMANDS = List.of(
            "help",
            "functions",
            "describe hello",
            "invoke hello -d {}",
            "invocations",
            "invocation i-1",
            "logs i-1",
            "containers",
            "history hello",
            "no-such-command");

    /** One item that has what the tables show; whatever else they ask for is absent. */
    private static final String ANSWER = """
            {"items":[{"name":"hello","function":"hello","id":"i-1","state":"READY","revision":1,"number":1,
            "type":"FunctionDeployed","at":"2026-01-31T00:00:00Z","data":{"timeout":"PT30S"}}],"next":null,
            "name":"hello","revisions":[{"number":1,"state":"READY"}]}""";

    private Training() {}

    public static void main(String[] none) throws IOException {
        var url = URI.create(System.getenv("CLOUDFUNC_URL"));
        var server = HttpServer.create(new InetSocketAddress(url.getHost(), url.getPort()), 0);
        server.createContext("/", Training::answer);
        server.start();
        COMMANDS.forEach(command -> ShellApplication.run(command.split(" ")));
        server.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        var body = ANSWER.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
