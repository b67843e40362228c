package io.cloudfunc.invoker.router;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.ContainerStarted;
import io.cloudfunc.api.container.ContainerStopped;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.FunctionDeployed;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.FunctionRemoved;
import io.cloudfunc.api.function.OfFunctionLife;
import io.cloudfunc.api.function.RevisionFailed;
import io.cloudfunc.api.function.RevisionReady;
import io.cloudfunc.api.invocation.AttemptFailed;
import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationAbandoned;
import io.cloudfunc.api.invocation.InvocationFailed;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.invocation.InvocationSucceeded;
import io.cloudfunc.api.report.AbandonInvocation;
import io.cloudfunc.api.wire.CancelCall;
import io.cloudfunc.api.wire.ForgetFunction;
import io.cloudfunc.api.wire.RetireContainer;
import io.cloudfunc.api.wire.RevisionSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.deadline.DeadlineManager;
import org.axonframework.deadline.annotation.DeadlineHandler;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.StartSaga;
import org.axonframework.spring.stereotype.Saga;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Routes the calls of one function life and keeps its containers warm for as long as they may be. It never ends: a call
 * accepted in the instant of the removal may still come, and must be told so.
 *
 * <p><b>The warm rule</b>: a container goes {@code warmFor} after the end of its last call. Each call resets that by
 * moving {@link WarmContainer#lastUse()}; the timer itself is left alone and, when it fires too early, is set again for
 * the rest. Past the time the owning worker is asked to retire the container, again and again until it is stored that
 * it stopped.
 */
@Saga
@ProcessingGroup("router")
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
@SuppressWarnings("NullAway.Init")
public class InvokerSaga implements OfFunctionLife {

    static final String WARM_EXPIRY = "warm-expiry";
    static final String WATCH = "watch";
    static final String RETRY = "retry";

    /** When a worker that was asked to retire a container is asked again, and what was sent is looked after. */
    static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    /** When it is asked again whether a call that had to begin earlier may end, since it has begun and goes on. */
    static final Duration OVERDUE_AGAIN = Duration.ofMinutes(1);

    /** Calls sent to workers for each container there may be, so that none waits for the way to the router and back. */
    static final int CALLS_PER_CONTAINER = 2;

    /**
     * Calls sent to workers beyond those for the containers that there are. More come with each container, so that no
     * function fills workers with calls that wait for containers which find no room.
     */
    static final int CALLS_AHEAD = 32;

    static final String LIFE = "lifeKey";
    private static final Instant FAR_AWAY = Instant.parse("9999-01-01T00:00:00Z");

    private FunctionName function;
    private int life;
    private int capacity;
    private int waiting;
    private boolean removed;
    // Not final: the serializer leaves final fields as they are made, and the state would be lost at the first load.
    private Map<ContainerId, WarmContainer> containers = new HashMap<>();
    private Map<InvocationId, InFlight> inFlight = new LinkedHashMap<>();
    private Map<Integer, String> preparing = new HashMap<>();
    private @Nullable String watchTimer;
    private @Nullable Instant retryTimer;

    @Autowired
    private transient Revisions revisions;

    @Autowired
    private transient Backlog backlog;

    @Autowired
    private transient Dispatches dispatches;

    @Autowired
    private transient AcceptedCalls accepted;

    @Autowired
    private transient Incarnations incarnations;

    @Autowired
    private transient DeadlineManager deadlines;

    @Autowired
    private transient Clock clock;

    @StartSaga
    @SagaEventHandler(associationProperty = LIFE)
    void on(FunctionDeployed event) {
        var revision =
                new RevisionSpec(event.function(), event.life(), event.revision(), event.code(), event.settings());
        function = event.function();
        life = event.life();
        capacity = event.settings().maxContainers() * CALLS_PER_CONTAINER;
        revisions.save(revision);
        prepare(revision);
    }

    @SagaEventHandler(associationProperty = LIFE)
    void on(RevisionReady event) {
        preparing.remove(event.revision());
    }

    @SagaEventHandler(associationProperty = LIFE)
    void on(RevisionFailed event) {
        preparing.remove(event.revision());
    }

    @SagaEventHandler(associationProperty = LIFE)
    void on(InvocationRequested event) {
        var taker = dispatches.takenBy(event.invocation());
        if (taker.isPresent()) {
            inFlight.put(event.invocation(), InFlight.taken(event.due(), taker.get(), incarnations::current));
            watchLater();
        } else if (removed) {
            abandonAsRemoved(event);
        } else if (waiting == 0 && room() > 0) {
            send(event);
        } else {
            backlog.add(event);
            waiting++;
        }
    }

    @SagaEventHandler(associationProperty = LIFE)
    void on(InvocationSucceeded event) {
        used(event.execution(), event.endedAt());
        ended(event.invocation());
    }

    @SagaEventHandler(associationProperty = LIFE)
    void on(InvocationFailed event) {
        used(event.execution(), event.endedAt());
        ended(event.invocation());
    }

    @SagaEventHandler(associationProperty = LIFE)
    void on(InvocationAbandoned event) {
        if (event.reason() == FailureKind.CANCELLED && inFlight.containsKey(event.invocation())) {
            dispatches.cancel(new CancelCall(event.invocation()));
        }
        ended(event.invocation());
    }

    /** The next attempt waits in the backlog, and one timer for the earliest of them. */
    @SagaEventHandler(associationProperty = LIFE)
    void on(AttemptFailed event) {
        if (event.execution() != null) {
            used(event.execution(), event.endedAt());
        }
        var call = accepted.of(event.invocation());
        if (removed) {
            abandonAsRemoved(call);
        } else {
            backlog.defer(call, event.retryAt());
            retryBy(event.retryAt());
        }
        inFlight.remove(event.invocation());
        fill();
    }

    @SagaEventHandler(associationProperty = LIFE)
    void on(ContainerStarted event) {
        var expiry = event.startedAt().plus(event.warmFor());
        containers.put(
                event.container(),
                new WarmContainer(
                        event.worker(),
                        event.revision(),
                        event.warmFor(),
                        event.startedAt(),
                        0,
                        timer(event.container(), expiry)));
        fill();
    }

    @SagaEventHandler(associationProperty = LIFE)
    void on(ContainerStopped event) {
        var container = containers.remove(event.container());
        if (container != null) {
            deadlines.cancelSchedule(WARM_EXPIRY, container.timer());
        }
    }

    @SagaEventHandler(associationProperty = LIFE)
    void on(FunctionRemoved event) {
        removed = true;
        preparing.clear();
        dispatches.forget(new ForgetFunction(event.function(), event.life()));
        backlog.release(lifeKey(), FAR_AWAY);
        backlog.take(lifeKey(), Integer.MAX_VALUE).forEach(this::abandonAsRemoved);
        waiting = 0;
    }

    @DeadlineHandler(deadlineName = WARM_EXPIRY)
    void warmExpiry(ContainerId id) {
        var container = containers.get(id);
        if (container == null) {
            return;
        }
        var now = clock.instant();
        if (now.isBefore(container.expiresAt())) {
            containers.put(id, container.timedBy(timer(id, container.expiresAt())));
        } else {
            dispatches.retire(container.worker(), new RetireContainer(id, function, life, container.lease()));
            containers.put(id, container.timedBy(timer(id, now.plus(ASK_AGAIN))));
        }
    }

    @DeadlineHandler(deadlineName = RETRY)
    void retry() {
        retryTimer = null;
        waiting += backlog.release(lifeKey(), clock.instant());
        backlog.nextRelease(lifeKey()).ifPresent(this::retryBy);
        fill();
    }

    /**
     * Looks after what was sent: the broker may have lost it, who took it may have ended, or the queue to which it was sent,
     * or no worker began it in time.
     */
    @DeadlineHandler(deadlineName = WATCH)
    void watch() {
        watchTimer = null;
        var incarnation = incarnations.current();
        List.copyOf(preparing.keySet()).stream()
                .filter(revision -> !incarnation.equals(preparing.get(revision)))
                .forEach(revision -> prepare(revisions.get(lifeKey(), revision)));
        Map.copyOf(inFlight).forEach((call, sent) -> look(call, sent, incarnation));
        if (waiting > 0) {
            var late = backlog.takeOverdue(lifeKey(), clock.instant());
            waiting -= late.size();
            late.forEach(call -> abandonAsOverdue(call.invocation(), call.due()));
        }
        watchLater();
    }

    private void look(InvocationId call, InFlight sent, String incarnation) {
        if (!clock.instant().isBefore(sent.due())) {
            abandonAsOverdue(call, sent.due());
            inFlight.put(call, sent.dueAt(clock.instant().plus(OVERDUE_AGAIN)));
        } else if (sent.isTaken() ? !dispatches.isHeld(call, sent.incarnation()) : isLost(sent, incarnation)) {
            send(accepted.of(call), true, null, null);
        }
    }

    private boolean isLost(InFlight sent, String incarnation) {
        return !incarnation.equals(sent.incarnation()) || (sent.queue() != null && !dispatches.isThere(sent.queue()));
    }

    @Override
    public FunctionName function() {
        return function;
    }

    @Override
    public int life() {
        return life;
    }

    /** Nothing is to be sent ahead of what waits, nor to wait for the containers that it waits for. */
    void tell(LaneElsewhere lane, WaitingLives lives) {
        lane.know(lifeKey(), removed || waiting > 0 ? List.of() : containers.values(), inFlight);
        lives.know(lifeKey(), waiting > 0);
    }

    private void used(Execution execution, Instant endedAt) {
        containers.computeIfPresent(
                execution.container(), (id, container) -> container.used(execution.lease(), endedAt));
    }

    /** What ends without being under way may still wait. */
    private void ended(InvocationId invocation) {
        if (inFlight.remove(invocation) == null && backlog.remove(lifeKey(), invocation)) {
            waiting--;
        }
        fill();
    }

    private int room() {
        return Math.min(capacity, containers.size() * CALLS_PER_CONTAINER + CALLS_AHEAD) - inFlight.size();
    }

    private void fill() {
        var room = room();
        if (waiting > 0 && room > 0) {
            var next = backlog.take(lifeKey(), room);
            waiting = next.size() < room ? 0 : waiting - next.size();
            next.forEach(this::send);
        }
    }

    /** To a worker with an idle container, if there is one. */
    private void send(InvocationRequested call) {
        for (var worker : WarmFirst.workers(call.revision(), containers.values(), inFlight.values(), clock.instant())) {
            var queue = dispatches.callsOf(worker);
            if (queue.isPresent()) {
                send(call, false, worker, queue.get());
                return;
            }
        }
        send(call, false, null, null);
    }

    private void send(InvocationRequested call, boolean begun, @Nullable WorkerId worker, @Nullable String queue) {
        if (clock.instant().isBefore(call.due())) {
            inFlight.put(call.invocation(), new InFlight(call.due(), incarnations.current(), worker, queue));
            dispatches.execute(call, revisions.get(lifeKey(), call.revision()), begun, queue);
            watchLater();
        } else {
            abandonAsOverdue(call.invocation(), call.due());
        }
    }

    /** A timer that is set for later fires needlessly. */
    private void retryBy(Instant at) {
        if (retryTimer == null || at.isBefore(retryTimer)) {
            deadlines.schedule(at, RETRY);
            retryTimer = at;
        }
    }

    private void prepare(RevisionSpec revision) {
        preparing.put(revision.revision(), incarnations.current());
        dispatches.prepare(revision);
        watchLater();
    }

    private void watchLater() {
        if (watchTimer == null && !(inFlight.isEmpty() && preparing.isEmpty())) {
            watchTimer = deadlines.schedule(clock.instant().plus(ASK_AGAIN), WATCH);
        }
    }

    private void abandonAsRemoved(InvocationRequested call) {
        dispatches.abandon(new AbandonInvocation(
                call.invocation(),
                FailureKind.FUNCTION_REMOVED,
                "function '%s' was removed before the call ran".formatted(call.function()),
                clock.instant()));
    }

    private void abandonAsOverdue(InvocationId invocation, Instant due) {
        dispatches.abandon(new AbandonInvocation(
                invocation, FailureKind.OVERDUE, "the call had to begin by %s".formatted(due), clock.instant()));
    }

    private String timer(ContainerId container, Instant at) {
        return deadlines.schedule(at, WARM_EXPIRY, container);
    }
}
