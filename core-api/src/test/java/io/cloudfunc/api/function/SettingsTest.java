package io.cloudfunc.api.function;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.api.secret.SecretName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void name_the_broken_limit_with_what_was_found_and_expected() {
        refuses("cpus", "0.01 to 64", () -> withCpus(0.009));
        refuses("cpus", "0.01 to 64", () -> withCpus(1e-10));
        refuses("cpus", "0.01 to 64", () -> withCpus(Double.NaN));
        refuses("concurrency", "1", () -> with(2, Map.of(), Map.of()));
        refuses("environment", "letters", () -> with(1, Map.of("A-B", ""), Map.of()));
        refuses("environment", "at most 256", () -> with(1, numbered(257), Map.of()));
        refuses("environment", "at most 65,536", () -> with(1, Map.of("A", "ä".repeat(32_768)), Map.of()));
        refuses("labels", "at most 64", () -> with(1, Map.of(), numbered(65)));
        refuses("labels", "1 to 128", () -> with(1, Map.of(), Map.of("", "")));
        refuses("labels", "at most 128", () -> with(1, Map.of(), Map.of("a".repeat(129), "")));
        refuses("labels.team", "at most 1,024", () -> with(1, Map.of(), Map.of("team", "a".repeat(1_025))));
    }

    @Test
    void bound_when_a_call_may_begin_and_begin_again() {
        var retry = RetryPolicy.NONE;
        refuses("maxAge", "PT1S", () -> delivering(retry, Duration.ofMillis(999), Delivery.AT_LEAST_ONCE));
        refuses("maxAge", "PT168H", () -> delivering(retry, Duration.ofDays(8), Delivery.AT_LEAST_ONCE));
        refuses("retry.attempts", "1 with", () -> delivering(RetryPolicy.DEFAULT, null, Delivery.AT_MOST_ONCE));
        delivering(retry, Duration.ofDays(7), Delivery.AT_MOST_ONCE);
    }

    private static void delivering(RetryPolicy retry, @Nullable Duration maxAge, Delivery delivery) {
        Settings.DEFAULT.delivering(retry, maxAge, delivery);
    }

    @Test
    void bound_what_files_secrets_may_be() {
        var secret = new SecretName("db-password");
        var numbered = numbered(65).keySet().stream().collect(Collectors.toMap(name -> name, name -> secret));
        refuses("secretFiles", "at most 64", () -> Settings.DEFAULT.seeing(Map.of(), numbered));
        for (var name : List.of("", ".", "..", ".hidden", "a/b", "a\\b", "a\0", "-", "a".repeat(101))) {
            refuses("secretFiles", "letters", () -> Settings.DEFAULT.seeing(Map.of(), Map.of(name, secret)));
        }
        Settings.DEFAULT.seeing(Map.of(), Map.of("tls.key", secret, "a".repeat(100), secret));
    }

    @Test
    void take_what_is_just_within_the_limits() {
        withCpus(0.01);
        with(1, numbered(256), numbered(64));
        with(1, Map.of("A", "ä".repeat(32_767)), Map.of("a".repeat(128), "a".repeat(1_024)));
    }

    private static void refuses(String field, String expected, Runnable settings) {
        assertThatThrownBy(settings::run)
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(field)
                .hasMessageContaining(expected);
    }

    private static Map<String, String> numbered(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(number -> "A" + number, number -> ""));
    }

    private static Settings with(int concurrency, Map<String, String> environment, Map<String, String> labels) {
        return with(Settings.DEFAULT.cpus(), concurrency, environment, labels);
    }

    private static Settings withCpus(double cpus) {
        return with(cpus, 1, Map.of(), Map.of());
    }

    private static Settings with(
            double cpus, int concurrency, Map<String, String> environment, Map<String, String> labels) {
        var usual = Settings.DEFAULT;
        return new Settings(
                usual.memoryMiB(),
                cpus,
                usual.pids(),
                usual.tmpMiB(),
                usual.timeout(),
                usual.warmFor(),
                concurrency,
                usual.maxContainers(),
                usual.network(),
                environment,
                labels);
    }
}
