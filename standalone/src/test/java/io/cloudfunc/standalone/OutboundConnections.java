package io.cloudfunc.standalone;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Hears of every address that this JVM is about to connect to, by HTTP or by plain sockets; and lets it. */
final class OutboundConnections extends ProxySelector {

    private static final OutboundConnections HEARD = new OutboundConnections();

    private final Queue<URI> addresses = new ConcurrentLinkedQueue<>();

    private OutboundConnections() {}

    static void hear() {
        ProxySelector.setDefault(HEARD);
    }

    static List<URI> heard() {
        return List.copyOf(HEARD.addresses);
    }

    @Override
    public List<Proxy> select(URI address) {
        addresses.add(address);
        return List.of(Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI address, SocketAddress proxy, IOException failure) {
        addresses.add(address);
    }
}
