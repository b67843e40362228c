package io.cloudfunc.command.invocation;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.AttemptStarted;
import io.cloudfunc.api.invocation.CancelInvocation;
import io.cloudfunc.api.invocation.DuplicateExecutionObserved;
import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.ExecutionId;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationAbandoned;
import io.cloudfunc.api.invocation.InvocationEnded;
import io.cloudfunc.api.invocation.InvocationFailed;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.invocation.InvocationSucceeded;
import io.cloudfunc.api.invocation.Outcome;
import io.cloudfunc.api.invocation.RequestInvocation;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection.AlreadyEnded;
import io.cloudfunc.api.report.AbandonInvocation;
import io.cloudfunc.api.report.RecordAttemptStarted;
import io.cloudfunc.api.report.RecordOutcome;
import java.util.LinkedHashSet;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** An accepted call. It ends exactly once; whatever is reported afterwards is counted and decides nothing. */
@Aggregate(type = "Invocation")
class Invocation {

    @AggregateIdentifier
    private InvocationId id;

    private FunctionName function;
    private int life;
    private final Set<ExecutionId> attempts = new LinkedHashSet<>();
    private final Set<ExecutionId> accountedFor = new LinkedHashSet<>();
    private @Nullable EndState ended;

    /** For the framework, which fills it from events. */
    @SuppressWarnings("NullAway.Init")
    Invocation() {}

    @CommandHandler
    @SuppressWarnings("NullAway.Init")
    Invocation(RequestInvocation request) {
        apply(new InvocationRequested(
                request.invocation(),
                request.function(),
                request.life(),
                request.revision(),
                request.payload(),
                request.at(),
                request.due(),
                request.traceparent()));
    }

    @CommandHandler
    void handle(RecordAttemptStarted report) {
        if (ended == null) {
            startAttempt(report.execution());
        }
    }

    @CommandHandler
    void handle(RecordOutcome report) {
        if (accountedFor.contains(report.execution().id())) {
            return;
        }
        if (ended != null) {
            apply(new DuplicateExecutionObserved(
                    id, function, life, report.execution(), report.outcome(), report.endedAt()));
            return;
        }
        startAttempt(report.execution());
        apply(ending(report));
    }

    @CommandHandler
    void handle(CancelInvocation cancel) {
        if (ended == null) {
            apply(new InvocationAbandoned(
                    id, function, life, FailureKind.CANCELLED, "the call was cancelled", cancel.at()));
        } else if (ended != EndState.CANCELLED) {
            throw new RejectedException(new AlreadyEnded(id.toString(), ended.name()));
        }
    }

    @CommandHandler
    void handle(AbandonInvocation abandon) {
        if (ended == null) {
            apply(new InvocationAbandoned(id, function, life, abandon.reason(), abandon.message(), abandon.at()));
        }
    }

    private void startAttempt(Execution execution) {
        if (!attempts.contains(execution.id())) {
            apply(new AttemptStarted(id, function, life, attempts.size() + 1, execution));
        }
    }

    private InvocationEnded ending(RecordOutcome report) {
        var attempt = numberOf(report.execution().id());
        return switch (report.outcome()) {
            case Outcome.Success success ->
                new InvocationSucceeded(
                        id,
                        function,
                        life,
                        attempt,
                        report.execution(),
                        success.output(),
                        report.log(),
                        report.phases(),
                        report.endedAt());
            case Outcome.Failure failure ->
                new InvocationFailed(
                        id,
                        function,
                        life,
                        attempt,
                        report.execution(),
                        failure.kind(),
                        failure.message(),
                        report.log(),
                        report.phases(),
                        report.endedAt());
        };
    }

    private int numberOf(ExecutionId execution) {
        return attempts.stream().toList().indexOf(execution) + 1;
    }

    @EventSourcingHandler
    void on(InvocationRequested event) {
        id = event.invocation();
        function = event.function();
        life = event.life();
    }

    @EventSourcingHandler
    void on(AttemptStarted event) {
        attempts.add(event.execution().id());
    }

    @EventSourcingHandler
    void on(InvocationSucceeded event) {
        ended = EndState.of(event);
        accountedFor.add(event.execution().id());
    }

    @EventSourcingHandler
    void on(InvocationFailed event) {
        ended = EndState.of(event);
        accountedFor.add(event.execution().id());
    }

    @EventSourcingHandler
    void on(InvocationAbandoned event) {
        ended = EndState.of(event);
    }

    @EventSourcingHandler
    void on(DuplicateExecutionObserved event) {
        accountedFor.add(event.execution().id());
    }
}
