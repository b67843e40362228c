package io.cloudfunc.api.function;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.api.secret.SecretName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a revision's containers run, and how its calls are delivered. All limits are per container unless said otherwise.
 *
 * @param memoryMiB memory limit in MiB, 16 to 65,536; default 128
 * @param cpus CPU limit in cores, 0.01 to 64, since kernels know no share below that; default 1
 * @param pids limit of processes and threads, 4 to 4,096; default 64
 * @param tmpMiB size of the writable {@code /tmp} in MiB, 1 to 4,096; default 16
 * @param timeout longest run of one call, counted from its start; 10 ms to 24 h; default 30 s
 * @param warmFor how long a container stays after the end of its last call; 0 (removed at once) to 24 h; default 60 s
 * @param concurrency calls of one container at a time; only 1, the default
 * @param maxContainers most containers of the function at a time on each worker, 1 to 1,000; default 8
 * @param network what the containers can reach; default nothing
 * @param environment variables the function sees; at most 256, names of letters, digits and _, 64 KiB in
 *     all; those of the platform win
 * @param labels the deployer's own notes; at most 64, names of 1 to 128 characters, values of at most 1,024
 * @param retry when a call whose attempt failed is tried again
 * @param maxAge how long after its acceptance a call may begin, its last attempt included, 1 s to 7 days; absent:
 *     what the installation says
 * @param delivery whether a call that may have begun may begin again; default at least once. At most once goes with
 *     one attempt only
 * @param secretFiles what the function finds in {@code /run/secrets}: by the name of the file, 1 to 100 letters, digits and
 *     {@code _.-}, the secret that is in it; at most 64
 * @param access who may call the function, while this revision serves; default who has a key
 */
public record Settings(
        int memoryMiB,
        double cpus,
        int pids,
        int tmpMiB,
        Duration timeout,
        Duration warmFor,
        int concurrency,
        int maxContainers,
        Network network,
        Map<String, String> environment,
        Map<String, String> labels,
        RetryPolicy retry,
        @Nullable Duration maxAge,
        Delivery delivery,
        Map<String, SecretName> secretFiles,
        Access access) {

    private static final double LEAST_CPUS = 0.01;
    private static final Duration DAY = Duration.ofHours(24);
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int MOST_VARIABLES = 256;
    private static final int LARGEST_ENVIRONMENT = 64 * 1024;
    private static final Pattern SECRET_FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");
    private static final int MOST_SECRET_FILES = 64;
    private static final int MOST_LABELS = 64;
    private static final int LONGEST_LABEL_NAME = 128;
    private static final int LONGEST_LABEL = 1_024;

    public static final Settings DEFAULT = new Settings(
            128, 1, 64, 16, Duration.ofSeconds(30), Duration.ofSeconds(60), 1, 8, Network.NONE, Map.of(), Map.of());

    public Settings {
        inRange("memoryMiB", memoryMiB, 16, 65_536);
        inRange("pids", pids, 4, 4_096);
        inRange("tmpMiB", tmpMiB, 1, 4_096);
        inRange("maxContainers", maxContainers, 1, 1_000);
        if (!(cpus >= LEAST_CPUS && cpus <= 64)) {
            throw new InvalidValueException("cpus", cpus, "0.01 to 64");
        }
        if (concurrency != 1) {
            throw new InvalidValueException(
                    "concurrency", concurrency, "1, since a container runs one call at a time; more run beside it");
        }
        inRange("timeout", timeout, Duration.ofMillis(10), DAY);
        inRange("warmFor", warmFor, Duration.ZERO, DAY);
        if (maxAge != null) {
            inRange("maxAge", maxAge, Duration.ofSeconds(1), DAY.multipliedBy(7));
        }
        if (delivery == Delivery.AT_MOST_ONCE && retry.attempts() > 1) {
            throw new InvalidValueException("retry.attempts", retry.attempts(), "1 with delivery at-most-once");
        }
        environment = checkedEnvironment(Map.copyOf(environment));
        secretFiles = checkedSecretFiles(Map.copyOf(secretFiles));
        labels = checkedLabels(Map.copyOf(labels));
    }

    /** With calls delivered as usual, for who has a key. */
    public Settings(
            int memoryMiB,
            double cpus,
            int pids,
            int tmpMiB,
            Duration timeout,
            Duration warmFor,
            int concurrency,
            int maxContainers,
            Network network,
            Map<String, String> environment,
            Map<String, String> labels) {
        this(
                memoryMiB,
                cpus,
                pids,
                tmpMiB,
                timeout,
                warmFor,
                concurrency,
                maxContainers,
                network,
                environment,
                labels,
                RetryPolicy.DEFAULT,
                null,
                Delivery.AT_LEAST_ONCE,
                Map.of(),
                Access.KEY);
    }

    /**
     * As stored: what the first events do not have is the default of that time, and a share of a processor that was too
     * small to be one is the least there is.
     */
    @JsonCreator
    static Settings stored(
            int memoryMiB,
            double cpus,
            int pids,
            int tmpMiB,
            Duration timeout,
            Duration warmFor,
            @Nullable Integer concurrency,
            int maxContainers,
            @Nullable Network network,
            Map<String, String> environment,
            Map<String, String> labels,
            @Nullable RetryPolicy retry,
            @Nullable Duration maxAge,
            @Nullable Delivery delivery,
            @Nullable Map<String, SecretName> secretFiles,
            @Nullable Access access) {
        return new Settings(
                memoryMiB,
                Math.max(cpus, LEAST_CPUS),
                pids,
                tmpMiB,
                timeout,
                warmFor,
                Objects.requireNonNullElse(concurrency, 1),
                maxContainers,
                Objects.requireNonNullElse(network, Network.NONE),
                environment,
                labels,
                Objects.requireNonNullElse(retry, RetryPolicy.DEFAULT),
                maxAge,
                Objects.requireNonNullElse(delivery, Delivery.AT_LEAST_ONCE),
                Objects.requireNonNullElse(secretFiles, Map.of()),
                Objects.requireNonNullElse(access, Access.KEY));
    }

    /** The same, with its calls delivered so. */
    public Settings delivering(RetryPolicy how, @Nullable Duration within, Delivery mode) {
        return new Settings(
                memoryMiB,
                cpus,
                pids,
                tmpMiB,
                timeout,
                warmFor,
                concurrency,
                maxContainers,
                network,
                environment,
                labels,
                how,
                within,
                mode,
                secretFiles,
                access);
    }

    /** The same, to be called by those. */
    public Settings calledBy(Access callers) {
        return new Settings(
                memoryMiB,
                cpus,
                pids,
                tmpMiB,
                timeout,
                warmFor,
                concurrency,
                maxContainers,
                network,
                environment,
                labels,
                retry,
                maxAge,
                delivery,
                secretFiles,
                callers);
    }

    /** The same, with these variables and files. */
    public Settings seeing(Map<String, String> variables, Map<String, SecretName> files) {
        return new Settings(
                memoryMiB,
                cpus,
                pids,
                tmpMiB,
                timeout,
                warmFor,
                concurrency,
                maxContainers,
                network,
                variables,
                labels,
                retry,
                maxAge,
                delivery,
                files,
                access);
    }

    private static Map<String, String> checkedEnvironment(Map<String, String> environment) {
        atMost("environment", environment.size() + " variables", environment.size(), MOST_VARIABLES);
        environment.forEach(Settings::isVariable);
        var bytes = environment.entrySet().stream()
                .mapToInt(one -> bytes(one.getKey()) + bytes(one.getValue()))
                .sum();
        atMost("environment", bytes + " bytes in all", bytes, LARGEST_ENVIRONMENT);
        return environment;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void isVariable(String name, String value) {
        if (!VARIABLE.matcher(name).matches()) {
            throw new InvalidValueException("environment", name, "names of letters, digits and _, no digit first");
        }
        if (value.indexOf('\0') >= 0) {
            throw new InvalidValueException("environment." + name, "a zero byte", "text without zero bytes");
        }
    }

    private static Map<String, SecretName> checkedSecretFiles(Map<String, SecretName> files) {
        atMost("secretFiles", files.size() + " files", files.size(), MOST_SECRET_FILES);
        files.keySet().forEach(name -> {
            if (!SECRET_FILE.matcher(name).matches()) {
                throw new InvalidValueException(
                        "secretFiles", name, "names of 1 to 100 letters, digits and _.-, no dot or hyphen first");
            }
        });
        return files;
    }

    private static Map<String, String> checkedLabels(Map<String, String> labels) {
        atMost("labels", labels.size() + " labels", labels.size(), MOST_LABELS);
        labels.forEach((name, value) -> {
            if (name.isEmpty()) {
                throw new InvalidValueException("labels", "an empty name", "names of 1 to 128 characters");
            }
            atMost("labels", "a name of %d characters".formatted(name.length()), name.length(), LONGEST_LABEL_NAME);
            atMost("labels." + name, value.length() + " characters", value.length(), LONGEST_LABEL);
        });
        return labels;
    }

    private static void atMost(String field, String found, int size, int most) {
        if (size > most) {
            throw new InvalidValueException(field, found, "at most %,d".formatted(most));
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
