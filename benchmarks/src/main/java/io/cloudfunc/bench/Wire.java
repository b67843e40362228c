package io.cloudfunc.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One HTTP/1.1 connection, kept for as long as the server keeps it; for one thread. Costs the machine as little as can be, since the load shares it with
 * what is measured. Understands answers with a {@code Content-Length} or in chunks.
 */
final class Wire implements AutoCloseable {

    record Answer(int status, byte[] body) {

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** This answer, if it has that status. */
        Answer expect(int wanted) throws IOException {
            if (status != wanted) {
                throw new IOException("Instead of %d the answer was %d: %s".formatted(wanted, status, text()));
            }
            return this;
        }
    }

    private final SocketAddress address;
    private final String headersOfAll;
    private SocketChannel channel;
    private InputStream in;
    private boolean closing;

    private Wire(SocketAddress address, String headersOfAll) throws IOException {
        this.address = address;
        this.headersOfAll = headersOfAll;
        channel = connected(address);
        in = new BufferedInputStream(Channels.newInputStream(channel));
    }

    private static SocketChannel connected(SocketAddress address) throws IOException {
        var channel = SocketChannel.open(address);
        if (address instanceof InetSocketAddress) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        return channel;
    }

    /** @param key that lets its holder in */
    static Wire to(URI server, String key) throws IOException {
        return new Wire(
                new InetSocketAddress(server.getHost(), server.getPort()), "Authorization: Bearer " + key + "\r\n");
    }

    /** For what everybody may ask. */
    static Wire to(URI server) throws IOException {
        return new Wire(new InetSocketAddress(server.getHost(), server.getPort()), "");
    }

    static Wire to(UnixDomainSocketAddress socket) throws IOException {
        return new Wire(socket, "");
    }

    Answer post(String path, byte[] json) throws IOException {
        return exchange("POST", path, "Content-Type: application/json\r\n", json);
    }

    Answer get(String path) throws IOException {
        return exchange("GET", path, "", new byte[0]);
    }

    /** @param headers lines, each ended */
    Answer exchange(String method, String path, String headers, byte[] body) throws IOException {
        var head = "%s %s HTTP/1.1\r\nHost: localhost\r\n%s%sContent-Length: %d\r\n\r\n"
                .formatted(method, path, headersOfAll, headers, body.length)
                .getBytes(StandardCharsets.ISO_8859_1);
        if (closing) {
            connectAgain();
        }
        var request = ByteBuffer.allocate(head.length + body.length)
                .put(head)
                .put(body)
                .flip();
        while (request.hasRemaining()) {
            channel.write(request);
        }
        return answer();
    }

    /** The server ends a connection after so many requests. */
    private void connectAgain() throws IOException {
        channel.close();
        channel = connected(address);
        in = new BufferedInputStream(Channels.newInputStream(channel));
        closing = false;
    }

    private Answer answer() throws IOException {
        var status = Integer.parseInt(line().split(" ", 3)[1]);
        var length = 0;
        var chunked = false;
        for (var line = line(); !line.isEmpty(); line = line()) {
            var header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            }
            closing |= header.equals("connection: close");
            chunked |= header.startsWith("transfer-encoding:") && header.contains("chunked");
        }
        return new Answer(status, chunked ? chunks() : in.readNBytes(length));
    }

    private byte[] chunks() throws IOException {
        var whole = new java.io.ByteArrayOutputStream();
        for (var size = chunkSize(); size > 0; size = chunkSize()) {
            whole.write(in.readNBytes(size));
            line();
        }
        line();
        return whole.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().strip(), 16);
    }

    private String line() throws IOException {
        var line = new StringBuilder(64);
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
