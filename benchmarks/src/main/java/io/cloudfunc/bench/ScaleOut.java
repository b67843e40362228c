package io.cloudfunc.bench;

import static io.cloudfunc.bench.Figures.progress;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code bench scale}: an installation whose processes are on hosts of their own, each a network namespace. How much longer
 * a warm call takes there than in one process; then {@link RatesOfWorkers}, {@link FunctionsInTurn} and {@link KilledParts}.
 */
final class ScaleOut implements Scenario {

    /** Waits as long as a function that asks somebody else does, and costs the machine next to nothing. */
    static final String WAITS_200_MS = """
            import time

            def handler(event):
                time.sleep(0.2)
                return event
            """;

    static final int CONTAINER_MIB = 128;
    static final int CONTAINERS_OF_WORKER = 4;

    /** As many containers as the workers have memory for. */
    static final String ALL_THERE_IS_ROOM_FOR = "{\"memoryMiB\":%d,\"maxContainers\":64}".formatted(CONTAINER_MIB);

    private static final String FUNCTION = "bench-echo";
    private static final int CALLS = 200;
    private static final Duration EVERY = Duration.ofMillis(100);
    private static final int CLIENTS = 8;
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    private final Clock clock;

    /** @param clock that of the platform, which is on this machine too */
    ScaleOut(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Figures measure(Installation installation) throws IOException {
        progress("all in one process");
        new Rest(installation).deploy(FUNCTION, WarmCalls.SOURCE, "{\"maxContainers\":4}");
        var together = warmCalls(installation);
        var postgres = SharedPostgres.of(installation);
        stopServer(installation);
        try (var network = HostNetwork.open()) {
            postgres.start(installation);
            try (var hosts = new ManyHosts(installation, network)) {
                return onHosts(hosts, together);
            }
        }
    }

    private static void stopServer(Installation installation) throws IOException {
        installation.serverProcess().ifPresent(server -> {
            server.destroy();
            server.onExit().join();
        });
    }

    private Figures onHosts(ManyHosts hosts, Samples together) throws IOException {
        progress("starting two command sides, a query side, two routers and a worker");
        var commands = List.of(hosts.command("command-1"), hosts.command("command-2"));
        var query = hosts.query("query-1");
        var routers = List.of(hosts.router("router-1"), hosts.router("router-2"));
        var first = worker(hosts, 1);
        for (var node : Stream.of(commands, routers, List.of(query, first))
                .flatMap(List::stream)
                .toList()) {
            node.awaitReady();
        }
        var sides = commands.stream().map(hosts::at).toList();
        var apart = warmCalls(sides.getFirst());
        var figures = new Figures()
                .put("one_process", together.figures())
                .put("separate_processes", apart.figures())
                .put("second_process_p50_ms", apart.quantile(0.5) - together.quantile(0.5));
        new RatesOfWorkers(hosts, sides, clock).measure(figures);
        new FunctionsInTurn(sides, clock).measure(figures);
        new KilledParts(sides, clock).measure(commands.getFirst(), routers, first, figures);
        return figures;
    }

    static Node worker(ManyHosts hosts, int number) throws IOException {
        return hosts.worker("worker-" + number, CONTAINERS_OF_WORKER * CONTAINER_MIB);
    }

    private static Samples warmCalls(Installation installation) throws IOException {
        Load.Client calls = () -> WarmCalls.calling(installation.connect(), "/fn/" + FUNCTION);
        Load.sequential(calls, CALLS);
        Load.together(calls, CLIENTS, WARM_UP);
        return Load.paced(calls, CALLS, EVERY);
    }
}
