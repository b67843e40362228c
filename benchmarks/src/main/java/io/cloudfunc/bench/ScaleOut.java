package io.cloudfunc.bench;

import static io.cloudfunc.bench.Figures.progress;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * {@code bench scale}: an installation whose processes are on hosts of their own, each a network namespace. How much longer
 * a warm call takes with a second process on its way, when what is called often is compiled; {@link RatesOfWorkers} of one
 * server; how long a call takes where each part is a process, {@link FunctionsInTurn} and {@link KilledParts} there.
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
    private static final int MEMORY_OF_WORKER = CONTAINERS_OF_WORKER * CONTAINER_MIB;

    /** As many containers as the workers have memory for. */
    static final String ALL_THERE_IS_ROOM_FOR = "{\"memoryMiB\":%d,\"maxContainers\":64}".formatted(CONTAINER_MIB);

    private static final String FUNCTION = "bench-echo";
    private static final int CALLS = 200;
    private static final Duration EVERY = Duration.ofMillis(100);
    private static final int SEQUENTIAL_CALLS = 1_000;
    private static final int CLIENTS = 8;

    private static final Duration WARM_UP = Duration.ofSeconds(90);

    /**
     * The part of one processor below which compilers count as done. With two processes they take 0.4 for some 200 s of calls,
     * which those who are measured then lack: 15.8 ms for one that follows at once, where it was 9.8 later.
     */
    private static final double COMPILERS_DONE = 0.1;

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);
    private static final Duration LONGEST_WARM_UP = Duration.ofMinutes(6);
    private static final int WORKERS = 4;

    private final Clock clock;

    /** @param clock that of the platform, which is on this machine too */
    ScaleOut(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Figures measure(Installation installation) throws IOException {
        new Rest(installation).deploy(FUNCTION, WarmCalls.SOURCE, "{\"maxContainers\":4}");
        var postgres = SharedPostgres.of(installation);
        stopServer(installation);
        var figures = new Figures();
        try (var network = HostNetwork.open()) {
            postgres.start(installation);
            oneServer(installation, network, figures);
            try (var hosts = ManyHosts.many(installation, network)) {
                separateProcesses(hosts, figures);
            }
        }
        return figures;
    }

    private static void stopServer(Installation installation) throws IOException {
        installation.serverProcess().ifPresent(server -> {
            server.destroy();
            server.onExit().join();
        });
    }

    /** What it adds to a warm call if its worker is in a second process; then more of these workers. */
    private void oneServer(Installation installation, HostNetwork network, Figures figures) throws IOException {
        progress("all in one process");
        WarmOnes together;
        try (var hosts = ManyHosts.few(installation, network)) {
            together = warmCalls(
                    hosts,
                    hosts.server("server-1", OptionalInt.of(MEMORY_OF_WORKER)).awaitReady());
        }
        try (var hosts = ManyHosts.few(installation, network)) {
            progress("the worker in a second process");
            var server = hosts.server("server-2", OptionalInt.empty());
            worker(hosts, 1).awaitReady();
            var withSecond = warmCalls(hosts, server.awaitReady());
            figures.put("one_process", together.figures())
                    .put("worker_in_second_process", withSecond.figures())
                    .put("second_process_p50_ms", median(withSecond.paced) - median(together.paced))
                    .put(
                            "second_process_sequential_p50_ms",
                            median(withSecond.sequential) - median(together.sequential));
            new RatesOfWorkers(hosts, hosts.at(server), clock).measure(figures);
        }
    }

    private void separateProcesses(ManyHosts hosts, Figures figures) throws IOException {
        progress("starting two command sides, a query side, two routers and four workers");
        var commands = List.of(hosts.command("command-1"), hosts.command("command-2"));
        var routers = List.of(hosts.router("router-1"), hosts.router("router-2"));
        hosts.query("query-1");
        var first = worker(hosts, 1);
        hosts.awaitReady();
        var sides = commands.stream().map(hosts::at).toList();
        figures.put("separate_processes", warmCalls(hosts, commands.getFirst()).figures());
        for (var number = 2; number <= WORKERS; number++) {
            worker(hosts, number);
        }
        hosts.awaitReady();
        new FunctionsInTurn(sides, clock).measure(figures);
        new KilledParts(sides, clock).measure(commands.getFirst(), routers, first, figures);
    }

    static Node worker(ManyHosts hosts, int number) throws IOException {
        return hosts.worker("worker-" + number, MEMORY_OF_WORKER);
    }

    private static double median(Samples samples) {
        return samples.quantile(0.5);
    }

    private static WarmOnes warmCalls(ManyHosts hosts, Node side) throws IOException {
        var installation = hosts.at(side);
        Load.Client calls = () -> WarmCalls.calling(installation.connect(), "/fn/" + FUNCTION);
        Load.sequential(calls, CALLS);
        callUntilCompiled(hosts, calls);
        var sequential = new Samples();
        var paced = new Samples();
        var compilers = hosts.compilersDuring(() -> {
            sequential.addAll(Load.sequential(calls, SEQUENTIAL_CALLS));
            paced.addAll(Load.paced(calls, CALLS, EVERY));
        });
        return new WarmOnes(sequential, paced, compilers);
    }

    private static void callUntilCompiled(ManyHosts hosts, Load.Client calls) throws IOException {
        var compilers = 1.0;
        for (var took = Duration.ZERO; !isWarm(took, compilers); took = took.plus(BETWEEN_LOOKS)) {
            compilers = hosts.compilersDuring(() -> Load.together(calls, CLIENTS, BETWEEN_LOOKS));
        }
        progress("the compilers take %.2f of a processor", compilers);
    }

    private static boolean isWarm(Duration took, double compilers) {
        return took.compareTo(LONGEST_WARM_UP) >= 0 || (took.compareTo(WARM_UP) >= 0 && compilers < COMPILERS_DONE);
    }

    /** For calls that come now and then, a core that had nothing to do wakes at each step; not for those that follow at once. */
    private record WarmOnes(Samples sequential, Samples paced, double compilers) {

        private Figures figures() {
            return paced.figures()
                    .put("sequential_p50_ms", median(sequential))
                    .put("compilers_of_a_processor", compilers);
        }
    }
}
