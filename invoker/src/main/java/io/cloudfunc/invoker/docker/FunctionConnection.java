package io.cloudfunc.invoker.docker;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;

/** A connection to a function's process. Used by one thread, but for {@link #close()}, which ends what that one does. */
final class FunctionConnection implements Closeable {

    /** Below the time after which servers close idle connections, so that none closes just when we send. */
    private static final long LONGEST_REST_NANOS = 1_000_000_000;

    private final SocketChannel channel;
    private final FnResponseReader reader;
    private long lastUsed = System.nanoTime();

    private FunctionConnection(SocketChannel channel, int outputLimit) {
        this.channel = channel;
        this.reader = new FnResponseReader(Channels.newInputStream(channel), outputLimit);
    }

    /** Not connected yet, so that who waits for it to connect can already be released by closing it. */
    static FunctionConnection open(int outputLimit) throws IOException {
        return new FunctionConnection(SocketChannel.open(StandardProtocolFamily.UNIX), outputLimit);
    }

    /** @throws UntrustedPeerException if somebody else than the container's own user listens there */
    void connect(UnixDomainSocketAddress address, ContainerUser user) throws IOException {
        channel.connect(address);
        user.mustBe(channel.getOption(ExtendedSocketOptions.SO_PEERCRED));
    }

    FnResponse exchange(ByteBuffer[] request) throws IOException {
        var began = System.nanoTime();
        while (request[request.length - 1].hasRemaining() || request[0].hasRemaining()) {
            channel.write(request);
        }
        var response = reader.read(began);
        lastUsed = System.nanoTime();
        return response;
    }

    /** Whether the next request can go over this connection: open, used just before, and silent since. */
    boolean isReusable() {
        if (!reader.isReusable() || System.nanoTime() - lastUsed > LONGEST_REST_NANOS) {
            return false;
        }
        try {
            channel.configureBlocking(false);
            var unasked = channel.read(ByteBuffer.allocate(1));
            channel.configureBlocking(true);
            return unasked == 0;
        } catch (IOException closed) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
