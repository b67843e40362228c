package io.cloudfunc.invoker.docker;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Where a function listens, and the connection to it that is kept open between calls. */
final class FunctionSocket {

    private final SocketDirectory directory;
    private final ContainerUser user;
    private final int outputLimit;
    private volatile @Nullable FunctionConnection connection;

    FunctionSocket(SocketDirectory directory, ContainerUser user, int outputLimit) {
        this.directory = directory;
        this.user = user;
        this.outputLimit = outputLimit;
    }

    /**
     * Whether the function listens.
     *
     * @throws UntrustedPeerException if there is something else than the function's own socket
     */
    boolean tryToConnect(Watchdog.Guard guard) throws UntrustedPeerException {
        try {
            connect(guard);
            return true;
        } catch (UntrustedPeerException refused) {
            throw refused;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** @throws IOException one of those of {@link FnResponseReader#read}, or when the connection fails or is broken; {@link OutOfReachException}
     *     if the engine, and not the function, is at fault */
    FnResponse exchange(ByteBuffer[] request, Watchdog.Guard guard) throws IOException {
        var open = connection;
        if (open == null || !open.isReusable()) {
            disconnect();
            open = reconnect(guard);
        }
        return open.exchange(request);
    }

    /** Whether the function is still where it was found, if it was. */
    boolean isInReach() {
        return !directory.isReplaced();
    }

    private FunctionConnection reconnect(Watchdog.Guard guard) throws IOException {
        try {
            return connect(guard);
        } catch (IOException failure) {
            if (!isInReach()) {
                throw new OutOfReachException(failure);
            }
            throw failure;
        }
    }

    /** Breaks what is going on; from any thread. */
    void disconnect() {
        var open = connection;
        if (open != null) {
            open.close();
        }
    }

    /** For good. */
    void close() throws IOException {
        disconnect();
        directory.close();
    }

    private FunctionConnection connect(Watchdog.Guard guard) throws IOException {
        var address = directory.socket().orElseThrow(() -> new NoSuchFileException(SocketDirectory.SOCKET));
        var fresh = FunctionConnection.open(outputLimit);
        connection = fresh;
        try {
            connect(fresh, address, guard);
            return fresh;
        } catch (IOException failure) {
            fresh.close();
            throw failure;
        }
    }

    private void connect(FunctionConnection fresh, UnixDomainSocketAddress address, Watchdog.Guard guard)
            throws IOException {
        if (guard.hasExpired()) {
            throw new ClosedChannelException();
        }
        fresh.connect(address, user);
    }
}
