package io.cloudfunc.api.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.problem.InvalidValueException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private static final RetryPolicy POLICY =
            new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(5), Set.of(FailureKind.HANDLER_RAISED));

    @Test
    void allows_another_attempt_for_the_platforms_failures_and_for_those_it_names() {
        assertThat(POLICY.allowsAfter(1, FailureKind.WORKER_LOST)).isTrue();
        assertThat(POLICY.allowsAfter(1, FailureKind.START_FAILED)).isTrue();
        assertThat(POLICY.allowsAfter(1, FailureKind.HANDLER_RAISED)).isTrue();
        assertThat(POLICY.allowsAfter(1, FailureKind.TIMED_OUT)).isFalse();
    }

    @Test
    void allows_no_more_attempts_than_it_says() {
        assertThat(POLICY.allowsAfter(2, FailureKind.HANDLER_RAISED)).isTrue();
        assertThat(POLICY.allowsAfter(3, FailureKind.HANDLER_RAISED)).isFalse();
        assertThat(RetryPolicy.NONE.allowsAfter(1, FailureKind.WORKER_LOST)).isFalse();
    }

    @Test
    void doubles_the_wait_up_to_the_longest_and_lets_attempts_differ_by_up_to_half_of_it() {
        isSpreadOver(Duration.ofMillis(500), Duration.ofSeconds(1), 1);
        isSpreadOver(Duration.ofSeconds(1), Duration.ofSeconds(2), 2);
        isSpreadOver(Duration.ofSeconds(2), Duration.ofSeconds(4), 3);
        isSpreadOver(Duration.ofMillis(2_500), Duration.ofSeconds(5), 4);
        isSpreadOver(Duration.ofMillis(2_500), Duration.ofSeconds(5), 100);
    }

    private static void isSpreadOver(Duration least, Duration most, int attempt) {
        var waits = LongStream.range(0, 1_000)
                .mapToObj(number -> POLICY.waitAfter(attempt, id(number)))
                .sorted()
                .toList();
        var tenth = most.minus(least).dividedBy(10);

        assertThat(waits).allSatisfy(wait -> assertThat(wait).isBetween(least, most));
        assertThat(waits.getFirst()).isLessThan(least.plus(tenth));
        assertThat(waits.getLast()).isGreaterThan(most.minus(tenth));
    }

    @Test
    void waits_the_same_after_the_same_attempt() {
        assertThat(POLICY.waitAfter(2, id(7))).isEqualTo(POLICY.waitAfter(2, id(7)));
    }

    @Test
    void does_not_wait_without_a_backoff() {
        var atOnce = new RetryPolicy(2, Duration.ZERO, Duration.ZERO, Set.of());

        assertThat(atOnce.waitAfter(1, id(1))).isZero();
    }

    @Test
    void names_what_is_amiss_with_what_was_found_and_expected() {
        refuses("retry.attempts", "1 to 100", () -> policy(0, Duration.ZERO, Duration.ZERO));
        refuses("retry.attempts", "1 to 100", () -> policy(101, Duration.ZERO, Duration.ZERO));
        refuses("retry.backoff", "PT0S to PT24H", () -> policy(1, Duration.ofMillis(-1), Duration.ZERO));
        refuses("retry.maxBackoff", "PT2S to PT24H", () -> policy(1, Duration.ofSeconds(2), Duration.ofSeconds(1)));
        refuses(
                "retry.on",
                "CANCELLED",
                () -> new RetryPolicy(1, Duration.ZERO, Duration.ZERO, Set.of(FailureKind.CANCELLED)));
    }

    private static void policy(int attempts, Duration backoff, Duration maxBackoff) {
        new RetryPolicy(attempts, backoff, maxBackoff, Set.of());
    }

    private static void refuses(String field, String expected, Runnable policy) {
        assertThatThrownBy(policy::run)
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(field)
                .hasMessageContaining(expected);
    }

    private static UUID id(long number) {
        return new UUID(0x019abcde_0000_7000L, 0x8000_0000_0000_0000L + number);
    }
}
