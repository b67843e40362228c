package io.cloudfunc.command.invocation;

import io.cloudfunc.api.invocation.AttemptFailed;
import io.cloudfunc.api.invocation.AttemptStarted;
import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.ExecutionId;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationSucceeded;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The attempts of a call so far. */
final class Attempts {

    /** One that began. */
    record Attempt(int number, Execution execution) {

        private ExecutionId id() {
            return execution.id();
        }
    }

    private final Map<ExecutionId, Attempt> begun = new LinkedHashMap<>();
    private final Set<ExecutionId> accountedFor = new HashSet<>();
    private final Set<ExecutionId> lost = new HashSet<>();
    private final Set<Instant> usedUp = new HashSet<>();
    private final Set<Instant> withoutContainer = new HashSet<>();

    int count() {
        return begun.size() + withoutContainer.size();
    }

    boolean hasBegun(ExecutionId id) {
        return begun.containsKey(id);
    }

    /** Of one that is not known to have begun: that of the next. */
    int numberOf(ExecutionId id) {
        var attempt = begun.get(id);
        return attempt == null ? count() + 1 : attempt.number();
    }

    /** Whether it is stored what became of it. */
    boolean isAccountedFor(ExecutionId id) {
        return accountedFor.contains(id);
    }

    /** Whether another attempt was promised in its place without knowing what became of it. */
    boolean isLost(ExecutionId id) {
        return lost.contains(id);
    }

    boolean hasFailed() {
        return !lost.isEmpty() || !withoutContainer.isEmpty() || !accountedFor.isEmpty();
    }

    boolean hasFailedWithoutContainer(Instant at) {
        return withoutContainer.contains(at);
    }

    boolean isOpen(ExecutionId id) {
        return hasBegun(id) && !isAccountedFor(id) && !isLost(id);
    }

    /** The latest of which nothing more is known than that it began. */
    Optional<Attempt> open() {
        return begun.values().stream().filter(attempt -> isOpen(attempt.id())).reduce((earlier, later) -> later);
    }

    /**
     * Whether the request that led to this execution has failed with another one already, and the router sends another
     * request: what begins on the old one only now is nobody's attempt.
     */
    boolean isUsedUp(Execution execution) {
        return !hasBegun(execution.id()) && usedUp.contains(execution.routedAt());
    }

    void on(AttemptStarted event) {
        begun.put(event.execution().id(), new Attempt(event.attempt(), event.execution()));
    }

    void on(InvocationSucceeded event) {
        begun.putIfAbsent(event.execution().id(), new Attempt(event.attempt(), event.execution()));
        accountFor(event.execution());
    }

    void on(AttemptFailed event) {
        if (event.execution() == null) {
            withoutContainer.add(event.endedAt());
            return;
        }
        usedUp.add(event.execution().routedAt());
        if (event.kind() == FailureKind.WORKER_LOST) {
            begun.keySet().stream().filter(this::isOpen).toList().forEach(lost::add);
        } else {
            accountFor(event.execution());
        }
    }

    void accountFor(Execution execution) {
        accountedFor.add(execution.id());
    }
}
