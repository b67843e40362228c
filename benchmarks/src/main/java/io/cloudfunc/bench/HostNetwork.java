package io.cloudfunc.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Hosts, each a network namespace of its own, and a bridge that joins them. The bridge is in the namespace of this process,
 * which the launcher made for it: nothing of the machine's network is touched, and the kernel removes all of it with the last
 * process in it.
 */
final class HostNetwork implements AutoCloseable {

    private static final String BRIDGE = "cloudfunc";
    private static final String NET = "10.203.0.";
    static final String SUBNET = NET + "0/24";
    private static final int MOST_HOSTS = 16;

    private final List<Host> hosts = new ArrayList<>();

    private HostNetwork() {}

    static HostNetwork open() throws IOException {
        Command.run("ip", "link", "add", BRIDGE, "type", "bridge");
        Command.run("ip", "address", "add", address(1) + "/24", "dev", BRIDGE);
        Command.run("ip", "link", "set", BRIDGE, "up");
        return new HostNetwork();
    }

    /** Where hosts find this process, and what listens beside it. */
    String ownAddress() {
        return address(1);
    }

    Host addHost() throws IOException {
        if (hosts.size() == MOST_HOSTS) {
            throw new IllegalStateException("there are %d hosts; no more are needed".formatted(MOST_HOSTS));
        }
        var number = hosts.size() + 1;
        var host = Host.named(address(1 + number));
        hosts.add(host);
        var end = BRIDGE + "-" + number;
        Command.run("ip", "link", "add", end, "type", "veth", "peer", "name", "eth0", "netns", host.pid());
        Command.run("ip", "link", "set", end, "master", BRIDGE, "up");
        host.join();
        return host;
    }

    private static String address(int number) {
        return NET + number;
    }

    @Override
    public void close() throws IOException {
        for (var host : hosts) {
            host.close();
        }
        Command.run("ip", "link", "delete", BRIDGE);
    }
}
