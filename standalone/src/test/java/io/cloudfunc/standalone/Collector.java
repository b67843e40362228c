package io.cloudfunc.standalone;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes traces over OTLP on loopback, and keeps the spans. */
final class Collector implements AutoCloseable {

    /** @param parent empty where there is none */
    record Span(String trace, String id, String parent, String name) {}

    private static final int LENGTH_DELIMITED = 2;

    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    private Collector(HttpServer server) {
        this.server = server;
    }

    static Collector listen() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var collector = new Collector(server);
            server.createContext("/v1/traces", request -> {
                collector.take(request.getRequestBody().readAllBytes());
                request.sendResponseHeaders(200, -1);
                request.close();
            });
            server.start();
            return collector;
        } catch (IOException notListening) {
            throw new UncheckedIOException(notListening);
        }
    }

    String endpoint() {
        return "http://127.0.0.1:%d/v1/traces".formatted(server.getAddress().getPort());
    }

    List<Span> spans(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    Span span(String trace, String name) {
        return spans(trace).stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Of {@code ExportTraceServiceRequest}: resource spans (1), their scope spans (2), their spans (2). */
    private void take(byte[] request) {
        for (var resource : fields(request, 1)) {
            for (var scope : fields(resource, 2)) {
                fields(scope, 2)
                        .forEach(span -> spans.add(new Span(hex(span, 1), hex(span, 2), hex(span, 4), name(span))));
            }
        }
    }

    private static String hex(byte[] span, int number) {
        return fields(span, number).stream()
                .map(HexFormat.of()::formatHex)
                .findFirst()
                .orElse("");
    }

    private static String name(byte[] span) {
        return new String(fields(span, 5).getFirst(), StandardCharsets.UTF_8);
    }

    /** The length-delimited fields of that number in a message of Protocol Buffers. */
    private static List<byte[]> fields(byte[] message, int number) {
        var found = new ArrayList<byte[]>();
        var buffer = ByteBuffer.wrap(message);
        while (buffer.hasRemaining()) {
            var key = varint(buffer);
            switch ((int) (key & 7)) {
                case 0 -> varint(buffer);
                case 1 -> buffer.position(buffer.position() + Long.BYTES);
                case LENGTH_DELIMITED -> {
                    var value = new byte[(int) varint(buffer)];
                    buffer.get(value);
                    if (key >>> 3 == number) {
                        found.add(value);
                    }
                }
                case 5 -> buffer.position(buffer.position() + Integer.BYTES);
                default -> throw new IllegalArgumentException("no Protocol Buffers: key " + key);
            }
        }
        return found;
    }

    private static long varint(ByteBuffer buffer) {
        var value = 0L;
        for (var shift = 0; ; shift += 7) {
            var next = buffer.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
