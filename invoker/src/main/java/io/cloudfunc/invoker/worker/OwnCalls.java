package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.IdSource;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.wire.CallsTaken;
import io.cloudfunc.api.wire.QueueSpec;
import io.cloudfunc.invoker.broker.BrokerConnections;
import io.cloudfunc.invoker.broker.ConfirmedPublisher;
import io.cloudfunc.invoker.broker.Delivery;
import io.cloudfunc.invoker.broker.ExclusiveQueue;
import io.cloudfunc.invoker.broker.MessageHandler;
import io.cloudfunc.invoker.broker.SlotConsumer;
import io.cloudfunc.invoker.broker.Verdict;
import io.cloudfunc.invoker.broker.WireJson;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;

/**
 * The calls that are sent to this worker alone, for its idle containers. Their queue is of this process and its connection,
 * so that no request in it outlives them; another one, under another name, is opened as soon as there is a connection
 * again. Routers are told each second which it is. What is in it when it goes they send to any worker.
 *
 * <p>When a call is given back because nothing can be done here now, the queue goes as soon as nothing of it is in hand.
 */
final class OwnCalls {

    private static final Logger LOG = LoggerFactory.getLogger(OwnCalls.class);
    private static final Duration ROUND = Duration.ofSeconds(1);

    /** Until routers know that no more are taken. */
    private static final Duration UNTIL_TOLD = Duration.ofMillis(500);

    private static final int SLOTS = 16;

    private record Opened(UUID id, ExclusiveQueue queue, SlotConsumer slots) {
        private boolean takesMore() {
            return !slots.isPaused() && slots.hasRoom();
        }
    }

    private final BrokerConnections connections;
    private final ConfirmedPublisher publisher;
    private final WireJson json;
    private final Assignment assignment;
    private final WorkerId worker;
    private final int mostSlots;
    private final MessageHandler handler;
    private final BooleanSupplier engineIsThere;
    private final IdSource ids;
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("own-calls").factory());

    // Of the thread of the rounds.
    private @Nullable Opened opened;
    private CompletableFuture<@Nullable Void> telling = CompletableFuture.completedFuture(null);
    private boolean failed;

    OwnCalls(
            BrokerConnections connections,
            ConfirmedPublisher publisher,
            WireJson json,
            Assignment assignment,
            WorkerId worker,
            int mostSlots,
            MessageHandler handler,
            BooleanSupplier engineIsThere,
            IdSource ids) {
        this.connections = connections;
        this.publisher = publisher;
        this.json = json;
        this.assignment = assignment;
        this.worker = worker;
        this.mostSlots = mostSlots;
        this.handler = handler;
        this.engineIsThere = engineIsThere;
        this.ids = ids;
    }

    /** Returns at once; without a broker it goes on trying. */
    void start() {
        rounds.scheduleWithFixedDelay(this::goRound, 0, ROUND.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes no more; what is in hand goes on and may take until the limit. */
    void stop(Duration limit) {
        var left = CompletableFuture.runAsync(() -> leave(limit), rounds);
        rounds.shutdown();
        left.completeOnTimeout(null, limit.plus(ROUND).toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private void leave(Duration limit) {
        var last = opened;
        if (last != null) {
            telling = publish(null);
            telling.completeOnTimeout(null, UNTIL_TOLD.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            last.slots.stop(limit);
            close(last);
        }
    }

    private void goRound() {
        try {
            look();
            tell();
            failed = false;
        } catch (RuntimeException failure) {
            if (!failed) {
                LOG.warn("Calls come by the shared queue alone for now: {}", failure.getMessage());
            }
            failed = true;
        }
    }

    private void look() {
        var now = opened;
        if (now != null && !now.queue.isOpen()) {
            now.slots.stop(Duration.ZERO);
            opened = null;
        } else if (now != null && now.slots.isPaused()) {
            endOrResume(now);
        }
        if (opened == null && engineIsThere.getAsBoolean()) {
            opened = open();
        }
    }

    private void endOrResume(Opened paused) {
        if (paused.slots.hasNothingInHand()) {
            close(paused);
            opened = null;
        } else if (engineIsThere.getAsBoolean()) {
            paused.slots.resume();
        }
    }

    private Opened open() {
        var id = ids.next();
        var queue = new ExclusiveQueue(connections, QueueSpec.callsOf(assignment.names(), worker, id));
        queue.declare();
        var slots = new SlotConsumer(connections, queue.name(), Math.min(SLOTS, mostSlots), mostSlots, 1, this::take);
        slots.start();
        return new Opened(id, queue, slots);
    }

    private static void close(Opened ended) {
        try {
            ended.queue.delete();
        } catch (AmqpException away) {
            LOG.debug("{} goes with its connection", ended.queue.name(), away);
        }
    }

    /** What fails for no known reason is not to come back here. */
    private Verdict take(Delivery delivery) {
        try {
            return handler.handle(delivery);
        } catch (RuntimeException unexpected) {
            LOG.error("A call of this worker's own could not be dealt with and goes to any", unexpected);
            return Verdict.GIVE_BACK_AND_PAUSE;
        }
    }

    private void tell() {
        if (telling.isDone()) {
            var now = opened;
            telling = publish(now != null && now.takesMore() ? now.id : null);
        }
    }

    /** Completes in any case: it is said again. */
    private CompletableFuture<@Nullable Void> publish(@Nullable UUID queue) {
        return publisher
                .publish(
                        assignment.exchanges().getFirst(),
                        assignment.names().workers(),
                        json.write(new CallsTaken(worker, queue)))
                .exceptionally(unheard -> null);
    }
}
