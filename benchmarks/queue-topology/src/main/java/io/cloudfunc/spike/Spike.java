package io.cloudfunc.spike;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.slf4j.LoggerFactory;

/** Compares queue topologies on a real broker and prints a table. */
public final class Spike {

    static final int WORKERS = 2;
    static final int SLOTS = 8;

    /** Calls of one function that may be at workers at a time. */
    static final int AT_ONCE = 4;

    private static final int SLOW = 0;
    private static final long LONGEST_NANOS = 20_000_000_000L;

    private final int functions;
    private final Broker broker;

    private Spike(int functions, Broker broker) {
        this.functions = functions;
        this.broker = broker;
    }

    public static void main(String... arguments) {
        Locale.setDefault(Locale.ROOT);
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        var functions = arguments.length == 0 ? 1_000 : Integer.parseInt(arguments[0]);
        try (var broker = new Broker(URI.create(System.getenv("CLOUDFUNC_TEST_RABBIT")))) {
            new Spike(functions, broker).compare();
        }
    }

    private void compare() {
        var prefix = "topology-spike-%d-".formatted(ProcessHandle.current().pid());
        var ofFunctions = named(prefix + "f", functions);
        var ofPool = List.of(prefix + "pool");
        var ofWorkers = named(prefix + "w", WORKERS);
        System.out.printf(
                "%d functions, %d workers with %d slots, 1 KiB persistent, quorum queues%n", functions, WORKERS, SLOTS);
        System.out.println(
                "|  | memory | declare | idle CPU | pickup | half busy | beside a flood | calls/s | CPU a call |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        withQueues(
                ofPool,
                setUp -> measure(new BacklogAndPool(broker, "(b1) backlog, one queue of the pool", ofPool), setUp));
        withQueues(
                ofWorkers,
                setUp -> measure(new BacklogAndPool(broker, "(b2) backlog, queue per worker", ofWorkers), setUp));
        withQueues(ofFunctions, setUp -> {
            measure(new QueuePerFunction.Subscribed(broker, ofFunctions), setUp);
            measure(new QueuePerFunction.Polled(broker, ofFunctions), setUp);
        });
    }

    private static List<String> named(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(n -> prefix + n).toList();
    }

    private interface Measured {
        void with(SetUp setUp);
    }

    private record SetUp(long memoryBefore, double declareMillis) {}

    private void withQueues(List<String> queues, Measured measured) {
        var memory = broker.memoryMiB();
        var began = System.nanoTime();
        try {
            broker.declare(queues);
            measured.with(new SetUp(memory, millisSince(began)));
        } finally {
            broker.delete(queues);
        }
    }

    private void measure(Topology topology, SetUp setUp) {
        var taken = new Taken();
        try (topology) {
            topology.start(taken);
            pause(1_000);
            var memory = broker.memoryMiB() - setUp.memoryBefore();
            var idle = idleCpu();
            var pickup = pickup(topology, taken);
            var pair = besideABusyWorker(topology, taken);
            var flood = besideAFlood(topology, taken);
            var load = load(topology, taken);
            System.out.printf(
                    "| %s | %+d MiB | %.0f ms | %.0f %% | %s | %s | %s | %s |%n",
                    topology.name(), memory, setUp.declareMillis(), idle, pickup, pair, flood, load);
        }
    }

    /** Per cent of a core, over two seconds without a call. */
    private double idleCpu() {
        var before = broker.cpuMillis();
        pause(2_000);
        return (broker.cpuMillis() - before) / 20;
    }

    /** All slots are free; one call at a time, each of another function. */
    private String pickup(Topology topology, Taken taken) {
        taken.clear();
        var calls = Math.min(200, functions - 1);
        var end = System.nanoTime() + LONGEST_NANOS / 4;
        for (var call = 1; call <= calls && System.nanoTime() < end; call++) {
            topology.send(Call.now(call, 0));
            var expected = call;
            await(() -> taken.ended() == expected);
        }
        return taken.fromFunction(SLOW + 1);
    }

    /** Eight calls of a second, of eight functions, keep half of the slots; then come a hundred of 5 ms. */
    private String besideABusyWorker(Topology topology, Taken taken) {
        taken.clear();
        for (var call = 0; call < SLOTS; call++) {
            topology.send(Call.now(call, 1_000));
        }
        await(() -> taken.begun() == SLOTS);
        for (var call = 0; call < 100; call++) {
            topology.send(Call.now(SLOTS + call % (functions - SLOTS), 5));
        }
        await(() -> taken.ended() == 100 + SLOTS);
        return taken.fromFunction(SLOTS);
    }

    /** One function floods with 200 calls of 50 ms; then a hundred others are called once, for 5 ms. */
    private String besideAFlood(Topology topology, Taken taken) {
        taken.clear();
        for (var call = 0; call < 200; call++) {
            topology.send(Call.now(SLOW, 50));
        }
        for (var call = 1; call <= 100; call++) {
            topology.send(Call.now(1 + call % (functions - 1), 5));
        }
        await(() -> taken.ended() == 300);
        return taken.fromFunction(SLOW + 1);
    }

    /** 5,000 calls over all functions at once, which take no time; and the broker's CPU for each. */
    private String load(Topology topology, Taken taken) {
        taken.clear();
        var cpu = broker.cpuMillis();
        var began = System.nanoTime();
        for (var call = 0; call < 5_000; call++) {
            topology.send(Call.now(call % functions, 0));
        }
        await(() -> taken.ended() == 5_000);
        return "%.0f | %.2f ms"
                .formatted(taken.ended() / millisSince(began) * 1_000, (broker.cpuMillis() - cpu) / taken.ended());
    }

    private static double millisSince(long began) {
        return (System.nanoTime() - began) / 1e6;
    }

    private static void pause(int millis) {
        LockSupport.parkNanos(millis * 1_000_000L);
    }

    private static void await(BooleanSupplier condition) {
        var end = System.nanoTime() + LONGEST_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                System.err.println("gave up waiting");
                return;
            }
            LockSupport.parkNanos(50_000);
        }
    }
}
