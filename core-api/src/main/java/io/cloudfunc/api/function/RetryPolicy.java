package io.cloudfunc.api.function;

import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.problem.InvalidValueException;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * When a call whose attempt failed is tried again. What is the platform's fault always is, as long as attempts are left;
 * what is the function's own only if the policy says so.
 *
 * @param attempts most attempts of one call, 1 (never again) to 100; default 5
 * @param backoff longest wait before the second attempt, doubled before each later one, 0 to 24 h; default 500 ms. The
 *     wait itself is between half of that and all of it, different for each attempt
 * @param maxBackoff what doubling ends at, from {@code backoff} to 24 h; default 1 min
 * @param on the function's own failures that are tried again; default none
 */
public record RetryPolicy(int attempts, Duration backoff, Duration maxBackoff, Set<FailureKind> on) {

    private static final int MOST_ATTEMPTS = 100;
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Set<FailureKind> OF_THE_PLATFORM =
            Collections.unmodifiableSet(EnumSet.of(FailureKind.WORKER_LOST, FailureKind.START_FAILED));
    private static final Set<FailureKind> FINAL = Collections.unmodifiableSet(EnumSet.of(
            FailureKind.FUNCTION_REMOVED, FailureKind.CANCELLED, FailureKind.OVERDUE, FailureKind.UNDELIVERABLE));

    public static final RetryPolicy DEFAULT =
            new RetryPolicy(5, Duration.ofMillis(500), Duration.ofMinutes(1), Set.of());

    /** One attempt, whatever comes of it. */
    public static final RetryPolicy NONE = new RetryPolicy(1, DEFAULT.backoff, DEFAULT.maxBackoff, Set.of());

    public RetryPolicy {
        if (attempts < 1 || attempts > MOST_ATTEMPTS) {
            throw new InvalidValueException("retry.attempts", attempts, "1 to " + MOST_ATTEMPTS);
        }
        inRange("retry.backoff", backoff, Duration.ZERO);
        inRange("retry.maxBackoff", maxBackoff, backoff);
        on = inOrder(on);
        on.stream().filter(FINAL::contains).findFirst().ifPresent(kind -> {
            throw new InvalidValueException("retry.on", kind, "kinds that another attempt may end better than");
        });
    }

    /** Whether a call of which so many attempts have begun, the last of them failing so, is tried again. */
    public boolean allowsAfter(int begun, FailureKind kind) {
        return begun < attempts && covers(kind);
    }

    /** Whether a failure of this kind is tried again while attempts are left. */
    public boolean covers(FailureKind kind) {
        return OF_THE_PLATFORM.contains(kind) || on.contains(kind);
    }

    /**
     * How long to wait after this attempt.
     *
     * @param attempt from 1
     * @param failed tells attempts apart: its random bits are the jitter, so that the same attempt always waits as long
     */
    public Duration waitAfter(int attempt, UUID failed) {
        var longest = backoff;
        for (var doubled = 1; doubled < attempt && longest.compareTo(maxBackoff) < 0; doubled++) {
            longest = longest.multipliedBy(2);
        }
        var ceiling = longest.compareTo(maxBackoff) < 0 ? longest : maxBackoff;
        var half = ceiling.dividedBy(2);
        return half.plusNanos(Math.floorMod(mixed(failed), half.toNanos() + 1));
    }

    private static long mixed(UUID id) {
        var bits = id.getLeastSignificantBits() ^ id.getMostSignificantBits();
        var once = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
        return once ^ (once >>> 33);
    }

    private static Set<FailureKind> inOrder(Collection<FailureKind> kinds) {
        return Collections.unmodifiableSet(kinds.isEmpty() ? EnumSet.noneOf(FailureKind.class) : EnumSet.copyOf(kinds));
    }

    private static void inRange(String field, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
            throw new InvalidValueException(field, value, "%s to %s".formatted(least, LONGEST));
        }
    }
}
