package io.cloudfunc.store.web;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether a part can be used now, for {@code /readyz}. A part that does not answer within a second cannot, so that the
 * answer as a whole comes soon; it is not asked again before it has answered.
 */
final class ReadinessPart implements HealthIndicator {

    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final Executor OWN_THREADS =
            task -> Thread.ofVirtual().name("readiness").start(task);

    private final HealthIndicator part;
    private @Nullable CompletableFuture<Health> asked;

    ReadinessPart(HealthIndicator part) {
        this.part = part;
    }

    private static Health down(String reason) {
        return Health.down().withDetail("reason", reason).build();
    }

    @Override
    public Health health() {
        try {
            return asked().copy()
                    .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException failed) {
            return failed.getCause() instanceof TimeoutException
                    ? down("no answer within " + LIMIT.toMillis() + " ms")
                    : down(String.valueOf(failed.getCause()));
        }
    }

    private Health ask() {
        return Objects.requireNonNullElseGet(part.health(), () -> down("it does not say"));
    }

    private synchronized CompletableFuture<Health> asked() {
        var current = asked;
        if (current == null || current.isDone()) {
            current = CompletableFuture.supplyAsync(this::ask, OWN_THREADS);
            asked = current;
        }
        return current;
    }
}
