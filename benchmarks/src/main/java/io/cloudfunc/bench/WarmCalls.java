package io.cloudfunc.bench;

import static io.cloudfunc.bench.Figures.progress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * {@code bench warm}: how long a call of a warm function takes by {@code POST /fn/{name}}, in rounds of different loads,
 * beside the direct call into the same container.
 */
final class WarmCalls implements Scenario {

    private static final String FUNCTION = "bench-warm";
    private static final String SOURCE = "def handler(event):\n    return event\n";
    private static final byte[] INPUT = "{\"name\":\"Ada\"}".getBytes(StandardCharsets.UTF_8);

    private static final int ROUNDS = 3;
    private static final int SEQUENTIAL = 500;
    private static final int PACED = 50;
    private static final Duration EVERY = Duration.ofMillis(200);
    private static final int CLIENTS = 32;
    private static final Duration TOGETHER = Duration.ofSeconds(6);

    private static final String SETTINGS = "{\"maxContainers\":16}";

    private final Samples direct = new Samples();
    private final Samples sequential = new Samples();
    private final Samples paced = new Samples();
    private final Samples together = new Samples();

    @Override
    public Figures measure(Installation installation) throws IOException {
        new Rest(installation).deploy(FUNCTION, SOURCE, SETTINGS);
        Load.Client calls = () -> calling(installation.connect(), "/fn/" + FUNCTION);
        progress("warming up");
        Load.sequential(calls, SEQUENTIAL);
        Load.together(calls, CLIENTS, TOGETHER);
        var socket = new EngineApi(installation).socketOf(FUNCTION);
        Load.Client calledDirectly = () -> calling(Wire.to(socket), "/call");
        var memory = new Figures();
        var cpu = new Figures();
        for (var round = 1; round <= ROUNDS; round++) {
            progress("round %d of %d", round, ROUNDS);
            direct.addAll(Load.paced(calledDirectly, PACED, Duration.ofMillis(10)));
            sequential.addAll(Load.sequential(calls, SEQUENTIAL));
            paced.addAll(Load.paced(calls, PACED, EVERY));
            var before = Usage.of(installation.parts());
            var last = Load.together(calls, CLIENTS, TOGETHER);
            var after = Usage.of(installation.parts());
            together.addAll(last);
            memory = after.memory();
            cpu = after.cpuPerCall(before, last.size());
        }
        return figures(cpu, memory);
    }

    private Figures figures(Figures cpu, Figures memory) {
        return new Figures()
                .put("direct", direct.figures())
                .put("sequential", sequential.figures())
                .put("every_200_ms", paced.figures())
                .put(
                        "clients_32",
                        together.figures()
                                .put("calls_per_second", together.perSecond(TOGETHER.multipliedBy(ROUNDS)))
                                .put("cpu_ms_per_call", cpu))
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
