package io.cloudfunc.bench;

import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The program behind {@code ./cloudfunc bench}. Figures go to stdout, what happens meanwhile to stderr. */
public final class Bench {

    private static final int USAGE = 2;
    private static final String JSON = "--json";

    /** Each new one is also a word of {@code bench_plan_is_valid} in {@code launcher/bench.sh}. */
    private static final Map<String, Scenario> SCENARIOS = Map.of(
            "warm", new WarmCalls(),
            "cold", new ColdCalls(),
            "idle", new IdleContainers(Clock.systemUTC()),
            "many", new ManyFunctions(Clock.systemUTC()),
            "replay", new ReplayOfViews(),
            "scale", new ScaleOut(Clock.systemUTC()),
            "shell", new OneShotCommands());

    private Bench() {}

    public static void main(String... words) throws IOException {
        System.exit(run(words));
    }

    private static int run(String... words) throws IOException {
        var names = Arrays.stream(words).filter(word -> !word.equals(JSON)).toList();
        var scenario = names.size() == 1 ? SCENARIOS.get(names.getFirst()) : null;
        if (scenario == null) {
            System.err.println("bench takes one of %s, and --json, not: %s"
                    .formatted(SCENARIOS.keySet().stream().sorted().toList(), String.join(" ", words)));
            return USAGE;
        }
        var figures = scenario.measure(Installation.launched(System.getenv()));
        System.out.println(List.of(words).contains(JSON) ? figures.json() : figures.text());
        return 0;
    }
}
