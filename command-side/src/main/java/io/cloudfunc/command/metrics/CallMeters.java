package io.cloudfunc.command.metrics;

import io.cloudfunc.api.container.ContainerStarted;
import io.cloudfunc.api.container.ContainerStopped;
import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.invocation.AttemptFailed;
import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.invocation.DuplicateExecutionObserved;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationAbandoned;
import io.cloudfunc.api.invocation.InvocationDeadLettered;
import io.cloudfunc.api.invocation.InvocationFailed;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.invocation.InvocationSucceeded;
import io.cloudfunc.store.AppendListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/**
 * Counts and times calls by their events, right after these are stored: so each is counted once, on the node that decided
 * it. All meters are made at the start; what a call costs is a few additions.
 */
@Component
final class CallMeters implements AppendListener {

    private final Counter accepted;
    private final Counter duplicates;
    private final Counter deadLetters;
    private final EndMeters ends;
    private final CountersByName<FailureKind> attemptsFailed;
    private final CountersByName<ColdReason> started;
    private final CountersByName<StopReason> stopped;
    private final PhaseTimers phases;

    CallMeters(MeterRegistry registry) {
        accepted = Counter.builder("cloudfunc.invocations.accepted")
                .description("Calls that were stored")
                .register(registry);
        duplicates = Counter.builder("cloudfunc.executions.duplicate")
                .description("Second outcomes of a call, which decided nothing")
                .register(registry);
        deadLetters = Counter.builder("cloudfunc.dead.letters")
                .description("Calls that ended as dead letters")
                .register(registry);
        ends = new EndMeters(registry);
        attemptsFailed = new CountersByName<>(registry, "cloudfunc.attempts.failed", "kind", FailureKind.class);
        started = new CountersByName<>(registry, "cloudfunc.containers.started", "reason", ColdReason.class);
        stopped = new CountersByName<>(registry, "cloudfunc.containers.stopped", "reason", StopReason.class);
        phases = new PhaseTimers(registry);
    }

    @Override
    public void appended(Object event) {
        switch (event) {
            case InvocationRequested requested -> accepted.increment();
            case InvocationSucceeded succeeded -> {
                ends.succeeded(succeeded.execution());
                phases.record(succeeded.invocation(), succeeded.attempt(), succeeded.execution(), succeeded.phases());
            }
            case InvocationFailed failed -> {
                ends.failed(failed.execution(), failed.kind());
                phases.record(failed.invocation(), failed.attempt(), failed.execution(), failed.phases());
            }
            case InvocationAbandoned abandoned -> ends.abandoned(abandoned.reason());
            case AttemptFailed failed -> {
                attemptsFailed.increment(failed.kind());
                if (failed.execution() != null) {
                    phases.record(failed.invocation(), failed.attempt(), failed.execution(), failed.phases());
                }
            }
            case DuplicateExecutionObserved duplicate -> duplicates.increment();
            case InvocationDeadLettered dead -> deadLetters.increment();
            case ContainerStarted container -> started.increment(container.reason());
            case ContainerStopped container -> stopped.increment(container.reason());
            default -> {}
        }
    }
}
