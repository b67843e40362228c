package io.cloudfunc.command.metrics;

import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.FailureKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Calls that ended, by outcome, kind of failure, and start; {@code none} where there is no such thing. */
final class EndMeters {

    private static final String NONE = "none";

    private final MeterRegistry registry;
    private final Counter succeededWarm;
    private final Counter succeededCold;
    private final CountersByName<FailureKind> failedWarm;
    private final CountersByName<FailureKind> failedCold;
    private final CountersByName<FailureKind> abandoned;

    EndMeters(MeterRegistry registry) {
        this.registry = registry;
        succeededWarm = counter("succeeded", NONE, "warm");
        succeededCold = counter("succeeded", NONE, "cold");
        failedWarm = new CountersByName<>(FailureKind.class, kind -> counter("failed", kind, "warm"));
        failedCold = new CountersByName<>(FailureKind.class, kind -> counter("failed", kind, "cold"));
        abandoned = new CountersByName<>(FailureKind.class, kind -> counter("abandoned", kind, NONE));
    }

    private Counter counter(String outcome, String kind, String start) {
        return Counter.builder("cloudfunc.invocations")
                .description("Calls that ended")
                .tag("outcome", outcome)
                .tag("kind", kind)
                .tag("start", start)
                .register(registry);
    }

    void succeeded(Execution execution) {
        (execution.warm() ? succeededWarm : succeededCold).increment();
    }

    void failed(Execution execution, FailureKind kind) {
        (execution.warm() ? failedWarm : failedCold).increment(kind);
    }

    void abandoned(FailureKind kind) {
        abandoned.increment(kind);
    }
}
