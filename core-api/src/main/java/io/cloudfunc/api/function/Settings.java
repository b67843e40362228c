package io.cloudfunc.api.function;

import io.cloudfunc.api.problem.InvalidValueException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How a revision's containers run. All limits are per container unless said otherwise.
 *
 * @param memoryMiB memory limit in MiB, 16 to 65,536; default 128
 * @param cpus CPU limit in cores, above 0 and at most 64; default 1
 * @param pids limit of processes and threads, 4 to 4,096; default 64
 * @param tmpMiB size of the writable {@code /tmp} in MiB, 1 to 4,096; default 16
 * @param timeout longest run of one call, counted from its start; 10 ms to 24 h; default 30 s
 * @param warmFor how long a container stays after the end of its last call; 0 (removed at once) to 24 h; default 60 s
 * @param maxContainers most containers of the function at a time, 1 to 1,000; default 8
 * @param environment variables the function sees; names of letters, digits and _; those of the platform win
 * @param labels the deployer's own notes
 */
public record Settings(
        int memoryMiB,
        double cpus,
        int pids,
        int tmpMiB,
        Duration timeout,
        Duration warmFor,
        int maxContainers,
        Map<String, String> environment,
        Map<String, String> labels) {

    private static final Duration DAY = Duration.ofHours(24);
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    public static final Settings DEFAULT =
            new Settings(128, 1, 64, 16, Duration.ofSeconds(30), Duration.ofSeconds(60), 8, Map.of(), Map.of());

    public Settings {
        inRange("memoryMiB", memoryMiB, 16, 65_536);
        inRange("pids", pids, 4, 4_096);
        inRange("tmpMiB", tmpMiB, 1, 4_096);
        inRange("maxContainers", maxContainers, 1, 1_000);
        if (!(cpus > 0 && cpus <= 64)) {
            throw new InvalidValueException("cpus", cpus, "above 0 and at most 64");
        }
        inRange("timeout", timeout, Duration.ofMillis(10), DAY);
        inRange("warmFor", warmFor, Duration.ZERO, DAY);
        environment.forEach(Settings::isVariable);
        environment = Map.copyOf(environment);
        labels = Map.copyOf(labels);
    }

    private static void isVariable(String name, String value) {
        if (!VARIABLE.matcher(name).matches()) {
            throw new InvalidValueException("environment", name, "names of letters, digits and _, no digit first");
        }
        if (value.indexOf('\0') >= 0) {
            throw new InvalidValueException("environment." + name, "a zero byte", "text without zero bytes");
        }
    }

    private static void inRange(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidValueException(field, value, "%d to %d".formatted(least, most));
        }
    }

    private static void inRange(String field, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new InvalidValueException(field, value, "%s to %s".formatted(least, most));
        }
    }
}
