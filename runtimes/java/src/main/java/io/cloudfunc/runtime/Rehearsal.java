package io.cloudfunc.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Lives through what a runtime does with a function, so that the JVM can keep what it learns of its classes when the
 * image is made: compiles and loads one, calls it over a socket, fails, and ends.
 */
final class Rehearsal {

    private static final String FUNCTION = """
            import java.util.*;
            import java.util.stream.*;

            public class Function {
                record Greeting(String message, List<Integer> numbers) {}

                public static Object handler(Object event) {
                    var name = event instanceof Map<?, ?> map ? map.get("name") : null;
                    System.out.println("greeting " + name);
                    if (name == null) {
                        throw new IllegalArgumentException("no name");
                    }
                    var numbers = Stream.of(1, 2, 3).map(n -> n + 1).filter(n -> n > 2).toList();
                    return switch (String.valueOf(name)) {
                        case "map" -> new TreeMap<>(Map.of("message", "Hello, %s!".formatted(name), "n", numbers));
                        default -> new Greeting("Hello, " + name + "!", numbers);
                    };
                }
            }
            """;

    private Rehearsal() {}

    public static void main(String[] arguments) throws Exception {
        var directory = Files.createTempDirectory("rehearsal");
        Files.writeString(directory.resolve("Function.java"), FUNCTION);
        var socket = directory.resolve("lsnr.sock");
        var logs = LogBytes.capture();
        var calls = new Calls(Source.in(directory).load());
        var server = Thread.ofPlatform().daemon().start(() -> serve(new Server(calls::answer, logs::take), socket));
        while (!Files.exists(socket) && server.isAlive()) {
            Thread.onSpinWait();
        }
        for (var event :
                new String[] {"{\"name\": \"Ada\", \"n\": [1, -2.5e3, true]}", "{\"name\":\"map\"}", "null", "?"}) {
            call(socket, event);
        }
        System.exit(0);
    }

    private static void serve(Server server, Path socket) {
        try {
            server.serve(socket);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void call(Path socket, String event) throws IOException {
        try (var connection = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            var body = event.getBytes(StandardCharsets.UTF_8);
            var output = Channels.newOutputStream(connection);
            output.write(("POST /call HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + body.length
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            output.write(body);
            Channels.newInputStream(connection).readAllBytes();
        }
    }
}
