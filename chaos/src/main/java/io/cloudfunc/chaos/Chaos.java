package io.cloudfunc.chaos;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The program behind {@code ./cloudfunc chaos}. One JSON object goes to stdout, what happens meanwhile to stderr. */
public final class Chaos {

    private static final int FINDINGS = 1;
    private static final int USAGE = 2;
    private static final String LOSE_BROKER_DATA = "--lose-broker-data";
    private static final List<String> FLAGS = List.of("--json", LOSE_BROKER_DATA);

    private Chaos() {}

    /** Ends with 0 only if everything accepted ended, once, and everything that happened is explained. */
    public static void main(String... words) throws Exception {
        System.exit(run(words));
    }

    private static int run(String... words) throws Exception {
        Plan plan;
        try {
            plan = Plan.parse(
                    Arrays.stream(words).filter(word -> !FLAGS.contains(word)).toArray(String[]::new));
        } catch (IllegalArgumentException usage) {
            System.err.println(usage.getMessage());
            return USAGE;
        }
        var installation =
                new LaunchedInstallation(System.getenv(), List.of(words).contains(LOSE_BROKER_DATA));
        try (var run = new ChaosRun(installation, plan, Path.of(System.getenv("CLOUDFUNC_CHAOS_DATA")), System.err)) {
            installation.containers(run.witness()::running);
            var summary = run.run(installation.killedContainers());
            System.out.println(summary.json().toPrettyString());
            return summary.clean() ? 0 : FINDINGS;
        }
    }
}
