package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.IdSource;
import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.Delivery;
import io.cloudfunc.api.invocation.ClaimAttempt;
import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.ExecutionId;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.report.AbandonInvocation;
import io.cloudfunc.api.report.RecordAttemptStarted;
import io.cloudfunc.api.wire.ClaimQuestion;
import io.cloudfunc.api.wire.Execute;
import io.cloudfunc.invoker.broker.Verdict;
import io.cloudfunc.invoker.engine.Answer;
import io.cloudfunc.invoker.engine.Call;
import io.cloudfunc.invoker.engine.ContainerEngine;
import io.cloudfunc.invoker.engine.EngineAwayException;
import io.cloudfunc.invoker.engine.EngineException;
import io.cloudfunc.invoker.pool.FunctionForgottenException;
import io.cloudfunc.invoker.pool.Lease;
import io.cloudfunc.invoker.pool.NeverFitsException;
import io.cloudfunc.invoker.pool.PoolClosedException;
import io.cloudfunc.invoker.pool.StartFailedException;
import io.cloudfunc.invoker.pool.WarmPool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a function for an invocation and reports how it ended; the request is done with only when that report is stored,
 * or with the broker. What is the function's fault is an outcome; what is the platform's gives the request back.
 */
final class ExecutionWorker {

    private static final Logger LOG = LoggerFactory.getLogger(ExecutionWorker.class);

    /** A call that is over by then needs no report of its start: its outcome says when it was. */
    private static final Duration UNNOTICED = Duration.ofMillis(25);

    private static final Runnable NOTHING = () -> {};

    private final WorkerId worker;
    private final ContainerEngine engine;
    private final WarmPool pool;
    private final RevisionCode code;
    private final Reports reports;
    private final Outcomes outcomes;
    private final AttemptClaims claims;
    private final Cancellations cancellations;
    private final Later later;
    private final CallTraces traces;
    private final IdSource ids;
    private final Clock clock;
    private final InHand inHand = new InHand();

    ExecutionWorker(
            WorkerId worker,
            ContainerEngine engine,
            WarmPool pool,
            RevisionCode code,
            Reports reports,
            Outcomes outcomes,
            AttemptClaims claims,
            Cancellations cancellations,
            Later later,
            CallTraces traces,
            IdSource ids,
            Clock clock) {
        this.worker = worker;
        this.engine = engine;
        this.pool = pool;
        this.code = code;
        this.reports = reports;
        this.outcomes = outcomes;
        this.claims = claims;
        this.cancellations = cancellations;
        this.later = later;
        this.traces = traces;
        this.ids = ids;
        this.clock = clock;
    }

    Verdict execute(Execute task, byte[] payload, boolean redelivered) {
        return inHand.once(task, redelivered, again -> run(task, payload, again || isAtMostOnce(task)));
    }

    /** What runs the call in a container that is idle now; absent if there is none. Whoever gets it must run it. */
    Optional<Supplier<Verdict>> executionIfWarm(Execute task, byte[] payload) {
        if (!mayBeTaken(task)) {
            return Optional.empty();
        }
        var receivedAt = clock.instant();
        return pool.leaseIdle(task.revision()).map(lease -> () -> execute(lease, task, payload, receivedAt));
    }

    /**
     * What waits for a container that is busy now, and then runs the call in it; absent if too many wait. Whoever gets it must
     * run it.
     *
     * @param limit for the wait; after that the call is given back
     * @param begins is run when the call has the container
     */
    Optional<Supplier<Verdict>> executionSoon(Execute task, byte[] payload, Duration limit, Runnable begins) {
        if (!mayBeTaken(task)) {
            return Optional.empty();
        }
        var receivedAt = clock.instant();
        return pool.leaseSoon(task.revision(), limit)
                .map(turn -> () -> turn.get()
                        .map(lease -> {
                            begins.run();
                            return execute(lease, task, payload, receivedAt);
                        })
                        .orElse(Verdict.GIVE_BACK));
    }

    private boolean mayBeTaken(Execute task) {
        return !isAtMostOnce(task) && !cancellations.isCancelled(task.invocation());
    }

    private Verdict execute(Lease lease, Execute task, byte[] payload, Instant receivedAt) {
        return inHand.once(
                task, false, again -> guarded(task, receivedAt, () -> runIn(lease, task, payload, again, receivedAt)));
    }

    Verdict abandonWithoutPayload(Execute task) {
        return abandon(task, FailureKind.START_FAILED, "The payload is no longer stored");
    }

    private static boolean isAtMostOnce(Execute task) {
        return task.revision().settings().delivery() == Delivery.AT_MOST_ONCE;
    }

    private Verdict run(Execute task, byte[] payload, boolean ask) {
        var receivedAt = clock.instant();
        if (cancellations.isCancelled(task.invocation())) {
            return cancelled(task);
        }
        if (pool.isForgotten(task.lifeKey())) {
            return functionRemoved(task);
        }
        if (receivedAt.isAfter(task.due())) {
            return overdue(task);
        }
        return guarded(task, receivedAt, () -> {
            var lease = pool.lease(task.revision(), code.sandboxOf(task.revision()));
            return runIn(lease, task, payload, ask, receivedAt);
        });
    }

    /** What comes of the call if it cannot begin, or if nothing is known of its end. */
    private Verdict guarded(Execute task, Instant receivedAt, Supplier<Verdict> run) {
        try {
            return run.get();
        } catch (PoolClosedException | SourceUnavailableException | ClaimUnansweredException noEndOfTheCall) {
            LOG.info("Invocation {} goes back to the queue: {}", task.invocation(), noEndOfTheCall.getMessage());
            return Verdict.GIVE_BACK;
        } catch (FunctionForgottenException over) {
            return functionRemoved(task);
        } catch (NeverFitsException impossible) {
            return abandon(task, FailureKind.START_FAILED, String.valueOf(impossible.getMessage()));
        } catch (StartFailedException failed) {
            return failedStart(task, failed, receivedAt);
        } catch (EngineAwayException noAnswer) {
            return pause(task);
        } catch (EngineException unusableCode) {
            return abandon(task, unusableCode.kind(), Outcomes.messageOf(unusableCode));
        }
    }

    private Verdict runIn(Lease lease, Execute task, byte[] payload, boolean ask, Instant receivedAt) {
        if (clock.instant().isAfter(task.due())) {
            pool.giveBack(lease);
            return overdue(task);
        }
        var execution = execution(task, lease.container(), lease.number(), lease.coldReason(), receivedAt);
        if (ask && !mayBegin(lease, claimOf(task, execution))) {
            LOG.info("Invocation {} does not run here now: it has ended, or is tried again later", task.invocation());
            return Verdict.DONE;
        }
        if (!cancellations.begin(task.invocation(), () -> pool.discard(lease, StopReason.CALL_CANCELLED))) {
            pool.giveBack(lease);
            return cancelled(task);
        }
        var answer = answer(lease, task, payload, ask, execution);
        var endedAt = clock.instant();
        if (cancellations.end(task.invocation())) {
            return cancelled(task);
        }
        if (answer instanceof Answer.Fault fault && pool.isClosed()) {
            LOG.info("Invocation {} goes back to the queue, its call was ended: {}", task.invocation(), fault.kind());
            return Verdict.GIVE_BACK;
        }
        if (answer instanceof Answer.Fault fault && fault.kind() == FailureKind.EXITED && !engine.isReachable()) {
            pool.discard(lease, StopReason.ENGINE_LOST);
            return Verdict.GIVE_BACK_AND_PAUSE;
        }
        settle(lease, answer);
        return reported(task, outcomes.of(task.invocation(), execution, lease.phases(), answer, endedAt));
    }

    private ClaimQuestion claimOf(Execute task, Execution execution) {
        return new ClaimQuestion(new ClaimAttempt(task.invocation(), execution, clock.instant()), task.receipt());
    }

    /** The container is not needed unless the answer is yes. */
    private boolean mayBegin(Lease lease, ClaimQuestion claim) {
        var may = false;
        try {
            may = claims.mayBegin(claim);
            return may;
        } finally {
            if (!may) {
                pool.giveBack(lease);
            }
        }
    }

    /** The start is reported where it may take a while until the outcome tells of it, unless it is stored already. */
    private Answer answer(Lease lease, Execute task, byte[] payload, boolean claimed, Execution execution) {
        var calledOff = claimed ? NOTHING : tellOfStartLater(task, execution);
        var traced = traces.begin(task, execution, lease.phases());
        try {
            var answer = lease.sandbox().call(callOf(task, payload, traced.traceparent()));
            traced.ended(answer);
            return answer;
        } catch (RuntimeException unexpected) {
            traced.broke(unexpected);
            if (!cancellations.end(task.invocation())) {
                pool.discard(
                        lease,
                        unexpected instanceof EngineAwayException ? StopReason.ENGINE_LOST : StopReason.CALL_FAILED);
            }
            throw unexpected;
        } finally {
            calledOff.run();
        }
    }

    /** Returns what calls it off. */
    private Runnable tellOfStartLater(Execute task, Execution execution) {
        var started = new RecordAttemptStarted(task.invocation(), execution);
        return later.in(UNNOTICED, () -> reports.send(started, List.of(), task.receipt()));
    }

    private static Call callOf(Execute task, byte[] payload, @Nullable String traceparent) {
        return new Call(
                task.invocation(),
                task.payload().contentType(),
                payload,
                task.revision().settings().timeout(),
                traceparent);
    }

    private void settle(Lease lease, Answer answer) {
        if (answer.reusable()) {
            pool.giveBack(lease);
        } else {
            pool.discard(lease, reasonToStop(answer));
        }
    }

    private static StopReason reasonToStop(Answer answer) {
        return answer instanceof Answer.Fault fault && fault.kind() == FailureKind.EXITED
                ? StopReason.EXITED
                : StopReason.CALL_FAILED;
    }

    private Verdict failedStart(Execute task, StartFailedException failed, Instant receivedAt) {
        var failure = failed.failure();
        if (failure instanceof EngineAwayException || !engine.isReachable()) {
            return pause(task);
        }
        return failed.container()
                .map(container -> execution(task, container, 1, failed.coldReason(), receivedAt))
                .map(execution -> reported(
                        task,
                        outcomes.ofFailedStart(
                                task.invocation(), execution, failed.phases(), failure, clock.instant())))
                .orElseGet(() -> abandon(task, failure.kind(), Outcomes.messageOf(failure)));
    }

    private static Verdict pause(Execute task) {
        LOG.warn("Invocation {} goes back to the queue, the engine does not answer", task.invocation());
        return Verdict.GIVE_BACK_AND_PAUSE;
    }

    private Execution execution(
            Execute task, ContainerId container, long lease, @Nullable ColdReason coldReason, Instant receivedAt) {
        return new Execution(
                new ExecutionId(ids.next()),
                worker,
                container,
                lease,
                coldReason,
                task.routedAt(),
                receivedAt,
                clock.instant());
    }

    /** It has ended already, so there is nothing to report. */
    private static Verdict cancelled(Execute task) {
        LOG.info("Invocation {} does not run here, it was cancelled", task.invocation());
        return Verdict.DONE;
    }

    private Verdict functionRemoved(Execute task) {
        return abandon(task, FailureKind.FUNCTION_REMOVED, "The function was removed before the call ran");
    }

    private Verdict overdue(Execute task) {
        return abandon(task, FailureKind.OVERDUE, "The call could not begin before it was due, " + task.due());
    }

    private Verdict abandon(Execute task, FailureKind reason, String message) {
        var report = new AbandonInvocation(task.invocation(), reason, Outcomes.shortened(message), clock.instant());
        return reports.sendAndAwait(report, List.of(), task.receipt());
    }

    private Verdict reported(Execute task, Outcomes.Written outcome) {
        return reports.sendAndAwait(outcome.report(), outcome.payloads(), task.receipt());
    }
}
