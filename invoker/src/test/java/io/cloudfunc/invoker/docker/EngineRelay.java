package io.cloudfunc.invoker.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Stands before a real engine, and can cut it off. */
final class EngineRelay implements AutoCloseable {

    private final Path engine;
    private final ServerSocketChannel listening;
    private final String host;
    private final Queue<SocketChannel> open = new ConcurrentLinkedQueue<>();
    private volatile boolean connected = true;
    private volatile boolean mute;

    EngineRelay(String host, Path directory) throws IOException {
        var socket = directory.resolve("relay.sock");
        this.engine = Path.of(host.substring("unix://".length()));
        this.host = "unix://" + socket;
        this.listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Thread.startVirtualThread(this::accept);
    }

    String host() {
        return host;
    }

    /** Ends all connections, and every new one at once. */
    void cut() {
        connected = false;
        open.forEach(EngineRelay::close);
        open.clear();
    }

    void restore() {
        connected = true;
    }

    /** From now on new connections are accepted, and never answered. */
    void fallSilent() {
        mute = true;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }

    private void accept() {
        try {
            while (true) {
                var client = listening.accept();
                if (!connected) {
                    client.close();
                } else {
                    open.add(client);
                    if (!mute) {
                        join(client);
                    }
                }
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void join(SocketChannel client) throws IOException {
        var server = SocketChannel.open(UnixDomainSocketAddress.of(engine));
        open.add(server);
        Thread.startVirtualThread(() -> copy(client, server));
        Thread.startVirtualThread(() -> copy(server, client));
    }

    private static void copy(SocketChannel from, SocketChannel to) {
        var buffer = ByteBuffer.allocate(8 * 1024);
        try (from;
                to) {
            while (from.read(buffer.clear()) >= 0) {
                to.write(buffer.flip());
            }
        } catch (IOException cut) {
            // both ends are closed now
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
