package io.cloudfunc.query.invocation;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.ContainerStopped;
import io.cloudfunc.api.invocation.AttemptFailed;
import io.cloudfunc.api.invocation.AttemptStarted;
import io.cloudfunc.api.invocation.DuplicateExecutionObserved;
import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.ExecutionId;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationAbandoned;
import io.cloudfunc.api.invocation.InvocationDeadLettered;
import io.cloudfunc.api.invocation.InvocationEvent;
import io.cloudfunc.api.invocation.InvocationFailed;
import io.cloudfunc.api.invocation.InvocationRedriven;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.invocation.InvocationSucceeded;
import io.cloudfunc.api.invocation.Phases;
import io.cloudfunc.api.payload.PayloadRef;
import io.cloudfunc.query.invocation.Step.Kind;
import io.cloudfunc.store.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A call's events as steps, from its acceptance to its end, each with the time since the one before: these times add up
 * to the whole. What no event says, but follows from others, is marked as inferred.
 */
final class Story {

    private final List<Step> accepted = new ArrayList<>();
    private final BiFunction<String, @Nullable PayloadRef, String> words;
    private final Map<ExecutionId, Attempt> attempts = new LinkedHashMap<>();
    private final Map<ExecutionId, List<Step>> afterAttempts = new HashMap<>();
    private final List<Step> ending = new ArrayList<>();

    /**
     * @param words what is told of a failure, of its event's message and what it said itself
     */
    Story(List<StoredEvent> history, BiFunction<String, @Nullable PayloadRef, String> words) {
        this.words = words;
        for (var stored : history) {
            if (stored.event() instanceof InvocationEvent event) {
                take(event, stored.at());
            }
        }
    }

    private void take(InvocationEvent event, Instant stored) {
        switch (event) {
            case InvocationRequested requested ->
                accepted.add(Step.told(
                        Kind.ACCEPTED,
                        requested.requestedAt(),
                        null,
                        "revision %d of %s".formatted(requested.revision(), requested.function())));
            case AttemptStarted started ->
                attempts.putIfAbsent(started.execution().id(), Attempt.begun(started.attempt(), started.execution()));
            case AttemptFailed failed -> {
                var execution = failed.execution();
                if (execution != null && failed.kind() != FailureKind.WORKER_LOST) {
                    ran(execution, failed.attempt(), failed.phases(), failed.endedAt());
                }
                afterLatestAttempt().add(triedAgain(failed));
            }
            case InvocationSucceeded succeeded -> {
                ran(succeeded.execution(), succeeded.attempt(), succeeded.phases(), succeeded.endedAt());
                ending.add(Step.told(Kind.SUCCEEDED, stored, null, "its outcome is stored"));
            }
            case InvocationFailed failed -> {
                ran(failed.execution(), failed.attempt(), failed.phases(), failed.endedAt());
                ending.add(failure(stored, failed.kind(), words.apply(failed.message(), failed.said())));
            }
            case InvocationAbandoned abandoned -> ending.add(failure(stored, abandoned.reason(), abandoned.message()));
            case InvocationDeadLettered dead ->
                ending.add(Step.told(
                        Kind.DEAD_LETTERED, dead.at(), null, "attempts: %d, none is left".formatted(dead.attempts())));
            case InvocationRedriven redriven ->
                ending.add(Step.told(Kind.REDRIVEN, redriven.at(), null, "as " + redriven.as()));
            case DuplicateExecutionObserved duplicate -> {
                var begun = attempts.remove(duplicate.execution().id());
                if (begun != null) {
                    ending.addAll(begun.steps(null, null));
                }
                ending.add(Step.told(
                        Kind.DUPLICATE,
                        duplicate.endedAt(),
                        null,
                        "in a " + Attempt.begun(0, duplicate.execution()).place()));
            }
        }
    }

    private void ran(Execution execution, int number, Phases phases, Instant end) {
        attempts.put(execution.id(), new Attempt(number, execution, phases, end));
    }

    private List<Step> afterLatestAttempt() {
        return attempts.isEmpty()
                ? accepted
                : afterAttempts.computeIfAbsent(List.copyOf(attempts.keySet()).getLast(), attempt -> new ArrayList<>());
    }

    private Step triedAgain(AttemptFailed failed) {
        return Step.told(
                Kind.ATTEMPT_FAILED,
                failed.endedAt(),
                failed.attempt(),
                "%s: %s; tried again from %s on"
                        .formatted(failed.kind(), words.apply(failed.message(), failed.said()), failed.retryAt()));
    }

    private static Step failure(Instant at, FailureKind kind, String message) {
        return Step.told(kind == FailureKind.CANCELLED ? Kind.CANCELLED : Kind.FAILED, at, null, kind + ": " + message);
    }

    /** Where attempts without an outcome ran: whether these containers have stopped tells more. */
    Set<ContainerId> containersInQuestion() {
        return attempts.values().stream()
                .filter(attempt -> attempt.end() == null)
                .map(attempt -> attempt.execution().container())
                .collect(Collectors.toSet());
    }

    List<Step> steps(Map<ContainerId, ContainerStopped> stops) {
        var all = new ArrayList<>(accepted);
        var present = List.copyOf(attempts.values());
        for (var number = 0; number < present.size(); number++) {
            var over = number + 1 < present.size()
                    ? present.get(number + 1).execution().routedAt()
                    : ending.isEmpty() ? null : ending.getFirst().at();
            var attempt = present.get(number);
            all.addAll(attempt.steps(stops.get(attempt.execution().container()), over));
            all.addAll(afterAttempts.getOrDefault(attempt.execution().id(), List.of()));
        }
        all.addAll(ending);
        return timed(all);
    }

    private static List<Step> timed(List<Step> steps) {
        var timed = new ArrayList<Step>();
        for (var step : steps) {
            timed.add(step.after(timed.isEmpty() ? step.at() : timed.getLast().at()));
        }
        return List.copyOf(timed);
    }

    /** From the first step to the end of the call, or to the last one; what came after the end does not count. */
    static Duration total(List<Step> steps) {
        var total = Duration.ZERO;
        for (var step : steps) {
            total = total.plus(step.took());
            if (step.endsCall()) {
                break;
            }
        }
        return total;
    }
}
