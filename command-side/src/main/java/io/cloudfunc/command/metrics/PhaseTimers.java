package io.cloudfunc.command.metrics;

import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.Phases;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * How long the parts of executions took: {@code queue} is all the waiting, {@code cold} the start of a container and
 * absent of warm ones, {@code run} the call of the function.
 */
final class PhaseTimers {

    private static final Duration[] BUCKETS = Stream.of(
                    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Timer queue;
    private final Timer cold;
    private final Timer run;

    PhaseTimers(MeterRegistry registry) {
        queue = timer(registry, "queue");
        cold = timer(registry, "cold");
        run = timer(registry, "run");
    }

    private static Timer timer(MeterRegistry registry, String phase) {
        return Timer.builder("cloudfunc.execution")
                .description("How long the parts of executions took")
                .tag("phase", phase)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    void record(InvocationId invocation, int attempt, Execution execution, Phases phases) {
        var starting = phases.create().plus(phases.start()).plus(phases.ready());
        queue.record(positive(Duration.between(since(invocation, attempt, execution), execution.startedAt())
                .minus(starting)));
        if (!execution.warm()) {
            cold.record(starting);
        }
        run.record(phases.call());
    }

    /** A first attempt waits since the request came, a later one since the router sent it: its back-off is meant. */
    private static Instant since(InvocationId invocation, int attempt, Execution execution) {
        return attempt == 1 ? invocation.madeAt() : execution.routedAt();
    }

    /** Clocks of two hosts may differ by more than the wait. */
    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
