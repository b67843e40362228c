package io.cloudfunc.invoker.broker;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a test and the broker, which goes and comes back as the test says. */
public final class BrokerProxy implements AutoCloseable {

    private final URI broker = TestBroker.uri();
    private final ServerSocket listening;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private volatile boolean away;

    public BrokerProxy() {
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.startVirtualThread(this::accept);
    }

    public URI uri() {
        return URI.create("amqp://%s@127.0.0.1:%d".formatted(broker.getRawUserInfo(), listening.getLocalPort()));
    }

    /** Every connection breaks, and none can be made. */
    public void goAway() {
        away = true;
        cut();
    }

    public void comeBack() {
        away = false;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }

    private void cut() {
        open.forEach(BrokerProxy::closeQuietly);
        open.clear();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                forward(listening.accept());
            } catch (IOException refused) {
                // the test's end, or a broker that refused
            }
        }
    }

    private void forward(Socket client) throws IOException {
        if (away) {
            client.close();
            return;
        }
        var server = new Socket(broker.getHost(), broker.getPort());
        open.add(client);
        open.add(server);
        Thread.startVirtualThread(() -> copy(client, server));
        Thread.startVirtualThread(() -> copy(server, client));
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException cut) {
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
