package io.cloudfunc.query.invocation;

import io.cloudfunc.api.container.ContainerStopped;
import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.Phases;
import io.cloudfunc.query.invocation.Step.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of the function's code for a call, as far as it is known.
 *
 * @param end when it had its outcome; absent if none was told
 */
record Attempt(
        int number,
        Execution execution,
        Phases phases,
        @Nullable Instant end) {

    static Attempt begun(int number, Execution execution) {
        return new Attempt(number, execution, Phases.NONE, null);
    }

    /**
     * Its steps, from the request for it to its end.
     *
     * @param stop of its container, if that has stopped
     * @param over when the call went on without it, or ended; absent if it may still have an outcome
     */
    List<Step> steps(@Nullable ContainerStopped stop, @Nullable Instant over) {
        var steps = new ArrayList<Step>();
        steps.add(step(Kind.ROUTED, execution.routedAt(), ""));
        steps.add(step(Kind.RECEIVED, execution.receivedAt(), "by " + execution.worker()));
        var waited = execution.receivedAt().plus(phases.waiting());
        var created = waited.plus(phases.create());
        var started = created.plus(phases.start());
        addUnlessAtOnce(steps, Kind.WAITED, execution.receivedAt(), waited);
        addUnlessAtOnce(steps, Kind.CONTAINER_CREATED, waited, created);
        addUnlessAtOnce(steps, Kind.CONTAINER_STARTED, created, started);
        addUnlessAtOnce(steps, Kind.CONTAINER_READY, started, started.plus(phases.ready()));
        steps.add(step(Kind.CALLED, execution.startedAt(), place()));
        if (end != null) {
            steps.add(step(Kind.ANSWERED, end, ""));
        } else if (stop != null || over != null) {
            steps.add(lost(stop, over));
        }
        return steps;
    }

    private void addUnlessAtOnce(List<Step> steps, Kind kind, Instant from, Instant to) {
        if (to.isAfter(from)) {
            steps.add(step(kind, to, ""));
        }
    }

    private Step lost(@Nullable ContainerStopped stop, @Nullable Instant over) {
        var words = stop == null
                ? "no outcome of it was told"
                : "no outcome of it was told, and its container stopped: " + stop.reason();
        var at = stop == null || (over != null && over.isBefore(stop.stoppedAt())) ? over : stop.stoppedAt();
        return Step.inferred(Kind.LOST, at == null ? execution.startedAt() : at, number, words);
    }

    private Step step(Kind kind, Instant at, String detail) {
        return Step.told(kind, at, number, detail);
    }

    String place() {
        return "%s container %s, use %d"
                .formatted(
                        execution.coldReason() == null ? "warm" : "cold (%s)".formatted(execution.coldReason()),
                        execution.container(),
                        execution.lease());
    }
}
