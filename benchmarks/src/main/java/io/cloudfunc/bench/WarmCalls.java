package io.cloudfunc.bench;

import static io.cloudfunc.bench.Figures.progress;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * {@code bench warm}: how long a call of a warm function takes by {@code POST /fn/{name}}, in rounds of different loads,
 * beside the direct call into the same container, and beside the {@link Floor} under the same loads. Then {@link
 * AcceptedAhead}.
 */
final class WarmCalls implements Scenario {

    static final String FUNCTION = "bench-warm";
    static final String SOURCE = "def handler(event):\n    return event\n";
    static final byte[] INPUT = "{\"name\":\"Ada\"}".getBytes(StandardCharsets.UTF_8);

    private static final int ROUNDS = 3;
    private static final int SEQUENTIAL = 500;
    private static final int PACED = 50;
    private static final Duration EVERY = Duration.ofMillis(200);
    static final int CLIENTS = 32;
    static final Duration TOGETHER = Duration.ofSeconds(6);

    /** A JVM compiles what it does often while it does it: 27 % of its CPU after one minute, 2 % after this long (measured). */
    private static final Duration WARM_UP = Duration.ofSeconds(150);

    /** What it does less often it compiles later: at 45,000 calls in that time it was 15 %, at 105,000 calls 3 % (measured). */
    private static final int WARM_UP_CALLS = 105_000;

    private static final Duration LONGEST_WARM_UP = Duration.ofMinutes(10);
    private static final Duration WARM_UP_PART = Duration.ofSeconds(30);

    /** With so many callers the floor is at its best. */
    private static final int CALLERS_OF_BEST = 200;

    static final String SETTINGS = "{\"maxContainers\":16}";

    private final Duration accepting;
    private final Samples direct = new Samples();
    private final Samples sequential = new Samples();
    private final Samples paced = new Samples();
    private final Samples together = new Samples();
    private final Samples floorSequential = new Samples();
    private final Samples floorPaced = new Samples();
    private final Samples floorTogether = new Samples();
    private final Samples floorAtBest = new Samples();

    /** @param accepting how long calls are accepted for who does not wait */
    WarmCalls(Duration accepting) {
        this.accepting = accepting;
    }

    @Override
    public Figures measure(Installation installation) throws IOException {
        var calls = warmUp(installation);
        var socket = new EngineApi(installation).socketOf(FUNCTION);
        try (var floor = new Floor(installation, socket)) {
            return rounds(installation, calls, socket, floor);
        }
    }

    /** Calls a function until the server is as it is when it has run for long, and leaves it deployed. */
    static Load.Client warmUp(Installation installation) throws IOException {
        new Rest(installation).deploy(FUNCTION, SOURCE, SETTINGS);
        Load.Client calls = () -> calling(installation.connect(), "/fn/" + FUNCTION);
        warmUp(calls, calls);
        return calls;
    }

    /** @param one called one after the other, {@code many} by many clients */
    static void warmUp(Load.Client one, Load.Client many) throws IOException {
        progress("warming up");
        Load.sequential(one, SEQUENTIAL);
        var calls = 0;
        for (var took = Duration.ZERO; !isWarm(took, calls); took = took.plus(WARM_UP_PART)) {
            calls += Load.together(many, CLIENTS, WARM_UP_PART).size();
        }
    }

    private static boolean isWarm(Duration took, int calls) {
        return took.compareTo(LONGEST_WARM_UP) >= 0 || (took.compareTo(WARM_UP) >= 0 && calls >= WARM_UP_CALLS);
    }

    private Figures rounds(Installation installation, Load.Client calls, UnixDomainSocketAddress socket, Floor floor)
            throws IOException {
        Load.Client floorCalls = () -> () -> floor.call(INPUT);
        Load.together(floorCalls, CLIENTS, TOGETHER);
        Load.Client calledDirectly = () -> calling(Wire.to(socket), "/call");
        var memory = new Figures();
        var cpu = new Figures();
        for (var round = 1; round <= ROUNDS; round++) {
            progress("round %d of %d", round, ROUNDS);
            direct.addAll(Load.paced(calledDirectly, PACED, Duration.ofMillis(10)));
            sequential.addAll(Load.sequential(calls, SEQUENTIAL));
            floorSequential.addAll(Load.sequential(floorCalls, SEQUENTIAL));
            paced.addAll(Load.paced(calls, PACED, EVERY));
            floorPaced.addAll(Load.paced(floorCalls, PACED, EVERY));
            var before = Usage.of(installation.parts());
            var last = Load.together(calls, CLIENTS, TOGETHER);
            var after = Usage.of(installation.parts());
            together.addAll(last);
            memory = after.memory();
            cpu = after.cpuPerCall(before, last.size());
            floorTogether.addAll(Load.together(floorCalls, CLIENTS, TOGETHER));
            floorAtBest.addAll(Load.together(floorCalls, CALLERS_OF_BEST, TOGETHER));
        }
        return figures(cpu, memory)
                .put("accepting", new AcceptedAhead(installation, FUNCTION, accepting).measure())
                .put("durability", floor.durability());
    }

    private Figures figures(Figures cpu, Figures memory) {
        var during = TOGETHER.multipliedBy(ROUNDS);
        return new Figures()
                .put("direct", direct.figures())
                .put("sequential", sequential.figures())
                .put("every_200_ms", paced.figures())
                .put(
                        "clients_32",
                        together.figures()
                                .put("calls_per_second", together.perSecond(during))
                                .put("cpu_ms_per_call", cpu))
                .put("floor_sequential", floorSequential.figures())
                .put("floor_every_200_ms", floorPaced.figures())
                .put(
                        "floor_clients_32",
                        floorTogether.figures().put("calls_per_second", floorTogether.perSecond(during)))
                .put("floor_at_best", floorAtBest.figures().put("calls_per_second", floorAtBest.perSecond(during)))
                .put("p50_ratio_to_floor", sequential.quantile(0.5) / floorSequential.quantile(0.5))
                .put("throughput_ratio_to_floor", together.size() / (double) floorTogether.size())
                .put("resident_mib", memory);
    }

    static Load.Call calling(Wire wire, String path) {
        return () -> {
            var answer = wire.post(path, INPUT);
            if (answer.status() != 200) {
                throw new IOException("%s answered %d: %s".formatted(path, answer.status(), answer.text()));
            }
        };
    }
}
