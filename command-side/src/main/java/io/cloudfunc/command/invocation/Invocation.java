package io.cloudfunc.command.invocation;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.AttemptFailed;
import io.cloudfunc.api.invocation.AttemptStarted;
import io.cloudfunc.api.invocation.CancelInvocation;
import io.cloudfunc.api.invocation.ClaimAttempt;
import io.cloudfunc.api.invocation.DuplicateExecutionObserved;
import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationAbandoned;
import io.cloudfunc.api.invocation.InvocationDeadLettered;
import io.cloudfunc.api.invocation.InvocationFailed;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRedriven;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.invocation.InvocationSucceeded;
import io.cloudfunc.api.invocation.Outcome;
import io.cloudfunc.api.invocation.Phases;
import io.cloudfunc.api.invocation.RedriveInvocation;
import io.cloudfunc.api.invocation.RequestInvocation;
import io.cloudfunc.api.invocation.Terms;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection.AlreadyEnded;
import io.cloudfunc.api.problem.Rejection.NoDeadLetter;
import io.cloudfunc.api.report.AbandonInvocation;
import io.cloudfunc.api.report.RecordAttemptStarted;
import io.cloudfunc.api.report.RecordOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** An accepted call. It ends exactly once; whatever is reported afterwards is counted and decides nothing. */
@Aggregate(type = "Invocation", cache = "invocationCache")
public class Invocation {

    /** How long an attempt's time may be over before nobody waits for its outcome any more. */
    private static final Duration OUTCOME_ARRIVES = Duration.ofMinutes(1);

    @AggregateIdentifier
    private InvocationId id;

    private FunctionName function;
    private int life;
    private Terms terms;
    private Instant due;
    private final Attempts attempts = new Attempts();
    private @Nullable EndState ended;
    private boolean dead;
    private @Nullable InvocationId redrivenAs;

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
                request.traceparent(),
                request.terms(),
                request.origin()));
    }

    @CommandHandler
    void handle(RecordAttemptStarted report) {
        if (ended == null && !attempts.isUsedUp(report.execution())) {
            startAttempt(report.execution());
        }
    }

    /** Who asks may begin unless an earlier attempt may have: that one then counts as lost with its worker. */
    @CommandHandler
    boolean handle(ClaimAttempt claim) {
        if (ended != null || attempts.isUsedUp(claim.execution())) {
            return false;
        }
        var earlier = attempts.open();
        if (earlier.isPresent()) {
            return attempts.isOpen(claim.execution().id()) || lose(earlier.get(), claim.at());
        }
        startAttempt(claim.execution());
        return true;
    }

    private boolean lose(Attempts.Attempt attempt, Instant at) {
        var message = "worker %s was lost before it reported an outcome of attempt %d"
                .formatted(attempt.execution().worker(), attempt.number());
        var retryAt = retryAfter(
                FailureKind.WORKER_LOST,
                attempts.count(),
                attempt.execution().id().value(),
                at);
        if (retryAt.isPresent()) {
            apply(new AttemptFailed(
                    id,
                    function,
                    life,
                    attempt.number(),
                    attempt.execution(),
                    FailureKind.WORKER_LOST,
                    message,
                    null,
                    null,
                    Phases.NONE,
                    at,
                    retryAt.get()));
        } else {
            giveUp(FailureKind.WORKER_LOST, message, at);
        }
        return false;
    }

    /** An attempt that was given up as lost may still succeed; its failure says nothing about the one in its place. */
    @CommandHandler
    void handle(RecordOutcome report) {
        var execution = report.execution().id();
        if (attempts.isAccountedFor(execution)) {
            return;
        }
        if (ended != null
                || attempts.isUsedUp(report.execution())
                || (attempts.isLost(execution) && report.outcome() instanceof Outcome.Failure)) {
            apply(new DuplicateExecutionObserved(
                    id, function, life, report.execution(), report.outcome(), report.endedAt()));
            return;
        }
        switch (report.outcome()) {
            case Outcome.Success success -> apply(succeeded(report, success));
            case Outcome.Failure failure -> {
                startAttempt(report.execution());
                fail(report, failure);
            }
        }
    }

    private void fail(RecordOutcome report, Outcome.Failure failure) {
        var execution = report.execution();
        var attempt = attempts.numberOf(execution.id());
        var retryAt =
                retryAfter(failure.kind(), attempts.count(), execution.id().value(), report.endedAt());
        if (retryAt.isPresent()) {
            apply(new AttemptFailed(
                    id,
                    function,
                    life,
                    attempt,
                    execution,
                    failure.kind(),
                    failure.message(),
                    failure.said(),
                    report.log(),
                    report.phases(),
                    report.endedAt(),
                    retryAt.get()));
        } else {
            apply(new InvocationFailed(
                    id,
                    function,
                    life,
                    attempt,
                    execution,
                    failure.kind(),
                    failure.message(),
                    failure.said(),
                    report.log(),
                    report.phases(),
                    report.endedAt()));
            buryIfDead(failure.kind(), report.endedAt());
        }
    }

    /** It says all that the start would; so a success whose start was not reported before has no event of its start. */
    private InvocationSucceeded succeeded(RecordOutcome report, Outcome.Success success) {
        return new InvocationSucceeded(
                id,
                function,
                life,
                attempts.numberOf(report.execution().id()),
                report.execution(),
                success.output(),
                report.log(),
                report.phases(),
                report.endedAt());
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

    /** Where a start failed before there was a container, another attempt may be left. Its instant tells a repetition. */
    @CommandHandler
    void handle(AbandonInvocation abandon) {
        if (ended != null || attempts.hasFailedWithoutContainer(abandon.at()) || goesOn(abandon)) {
            return;
        }
        var attempt = attempts.count() + 1;
        var jitter = new UUID(attempt, id.value().getLeastSignificantBits());
        var retryAt = retryAfter(abandon.reason(), attempt, jitter, abandon.at());
        if (retryAt.isPresent()) {
            apply(new AttemptFailed(
                    id,
                    function,
                    life,
                    attempt,
                    null,
                    abandon.reason(),
                    abandon.message(),
                    null,
                    null,
                    Phases.NONE,
                    abandon.at(),
                    retryAt.get()));
        } else {
            giveUp(abandon.reason(), abandon.message(), abandon.at());
        }
    }

    /** What had to begin and did is not overdue until its attempt must have ended. */
    private boolean goesOn(AbandonInvocation abandon) {
        return abandon.reason() == FailureKind.OVERDUE
                && attempts.open()
                        .map(attempt -> attempt.execution().startedAt())
                        .filter(started -> abandon.at()
                                .isBefore(started.plus(terms.timeout()).plus(OUTCOME_ARRIVES)))
                        .isPresent();
    }

    @CommandHandler
    InvocationId handle(RedriveInvocation redrive) {
        if (!dead) {
            throw new RejectedException(new NoDeadLetter(id.toString(), ended == null ? "OPEN" : ended.name()));
        }
        if (redrivenAs == null) {
            apply(new InvocationRedriven(id, function, life, redrive.as(), redrive.at()));
        }
        return Objects.requireNonNull(redrivenAs);
    }

    private void startAttempt(Execution execution) {
        if (!attempts.hasBegun(execution.id())) {
            apply(new AttemptStarted(id, function, life, attempts.numberOf(execution.id()), execution));
        }
    }

    /** When the next attempt may begin; none if none is left, or it would come too late. */
    private Optional<Instant> retryAfter(FailureKind kind, int begun, UUID failed, Instant at) {
        return Optional.of(at.plus(terms.retry().waitAfter(begun, failed)))
                .filter(retryAt -> terms.retry().allowsAfter(begun, kind) && retryAt.isBefore(due));
    }

    private void giveUp(FailureKind reason, String message, Instant at) {
        apply(new InvocationAbandoned(id, function, life, reason, message, at));
        buryIfDead(reason, at);
    }

    private void buryIfDead(FailureKind kind, Instant at) {
        if (kind == FailureKind.UNDELIVERABLE
                || terms.retry().covers(kind)
                || (kind == FailureKind.OVERDUE && attempts.hasFailed())) {
            apply(new InvocationDeadLettered(id, function, life, kind, attempts.count(), at));
        }
    }

    @EventSourcingHandler
    void on(InvocationRequested event) {
        id = event.invocation();
        function = event.function();
        life = event.life();
        terms = event.termsOrUsual();
        due = event.due();
    }

    @EventSourcingHandler
    void on(AttemptStarted event) {
        attempts.on(event);
    }

    @EventSourcingHandler
    void on(AttemptFailed event) {
        attempts.on(event);
    }

    @EventSourcingHandler
    void on(InvocationSucceeded event) {
        ended = EndState.of(event);
        attempts.on(event);
    }

    @EventSourcingHandler
    void on(InvocationFailed event) {
        ended = EndState.of(event);
        attempts.accountFor(event.execution());
    }

    @EventSourcingHandler
    void on(InvocationAbandoned event) {
        ended = EndState.of(event);
    }

    @EventSourcingHandler
    void on(DuplicateExecutionObserved event) {
        attempts.accountFor(event.execution());
    }

    @EventSourcingHandler
    void on(InvocationDeadLettered event) {
        dead = true;
    }

    @EventSourcingHandler
    void on(InvocationRedriven event) {
        redrivenAs = event.as();
    }
}
