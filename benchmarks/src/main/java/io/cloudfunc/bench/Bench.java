package io.cloudfunc.bench;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** The program behind {@code ./cloudfunc bench}. Figures go to stdout, what happens meanwhile to stderr. */
public final class Bench {

    private static final int USAGE = 2;

    /** Each new one is also a word of {@code bench_plan_is_valid} in {@code launcher/bench.sh}. */
    private static final Map<String, Function<Plan, Scenario>> SCENARIOS = Map.of(
            "warm", plan -> new WarmCalls(acceptingFor()),
            "cold", plan -> new ColdCalls(),
            "idle", plan -> new IdleContainers(Clock.systemUTC()),
            "many", plan -> new ManyFunctions(Clock.systemUTC()),
            "replay", plan -> new ReplayOfViews(),
            "grow", plan -> new GrownInstallation(plan.events()),
            "scale", plan -> new ScaleOut(Clock.systemUTC()),
            "shell", plan -> new OneShotCommands());

    private static final Duration ACCEPTING = Duration.ofSeconds(60);

    /** As long as a server needs to learn what it does then. */
    private static final Duration ACCEPTING_TO_LEARN = Duration.ofSeconds(5);

    private Bench() {}

    private static Duration acceptingFor() {
        return System.getenv("CLOUDFUNC_LEARNS") == null ? ACCEPTING : ACCEPTING_TO_LEARN;
    }

    public static void main(String... words) throws IOException {
        System.exit(run(words));
    }

    private static int run(String... words) throws IOException {
        Plan plan;
        try {
            plan = Plan.parse(words);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            return USAGE;
        }
        var scenario = SCENARIOS.get(plan.scenario());
        if (scenario == null) {
            System.err.println("bench takes one of %s, and --json, not: %s"
                    .formatted(SCENARIOS.keySet().stream().sorted().toList(), plan.scenario()));
            return USAGE;
        }
        var figures = scenario.apply(plan).measure(Installation.launched(System.getenv()));
        System.out.println(plan.json() ? figures.json() : figures.text());
        return 0;
    }
}
