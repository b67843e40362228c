package io.cloudfunc.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Stands between a test and a server on this host, which goes away and comes back as the test says. */
public final class LoopbackProxy {

    private final String host;
    private final int port;
    private final ServerSocket listening;
    private final List<Closeable> open = new ArrayList<>();
    private boolean away;
    private boolean frozen;

    private LoopbackProxy(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    public static LoopbackProxy before(String host, int port) {
        try {
            var proxy = new LoopbackProxy(host, port);
            Thread.startVirtualThread(proxy::accept);
            return proxy;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Every connection breaks, and each new one breaks at once. */
    public synchronized void goAway() {
        away = true;
        open.forEach(LoopbackProxy::closeQuietly);
        open.clear();
    }

    public synchronized void comeBack() {
        away = false;
    }

    /** Every connection stays, and nothing passes through any of them. */
    public synchronized void freeze() {
        frozen = true;
    }

    public synchronized void thaw() {
        frozen = false;
        notifyAll();
    }

    private synchronized void awaitThaw() throws InterruptedException {
        while (frozen) {
            wait();
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                forward(listening.accept());
            } catch (IOException refused) {
                // the client notices that its connection is closed
            }
        }
    }

    private synchronized void forward(Socket client) throws IOException {
        if (away) {
            client.close();
            return;
        }
        var server = new Socket(host, port);
        open.add(client);
        open.add(server);
        Thread.startVirtualThread(() -> copy(client, server));
        Thread.startVirtualThread(() -> copy(server, client));
    }

    private void copy(Socket from, Socket to) {
        var buffer = new byte[8_192];
        try (from;
                to) {
            for (var read = 0; read >= 0; read = from.getInputStream().read(buffer)) {
                awaitThaw();
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException | InterruptedException cut) {
            // both ends are closed
        }
    }

    private static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException closedAlready) {
            // nothing is lost
        }
    }
}
