package io.cloudfunc.command.report;

import com.rabbitmq.client.Channel;
import io.cloudfunc.api.function.OfFunctionLife;
import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.payload.PayloadRef;
import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.api.report.AbandonInvocation;
import io.cloudfunc.api.report.RecordAttemptStarted;
import io.cloudfunc.api.report.RecordContainerStopped;
import io.cloudfunc.api.report.RecordOutcome;
import io.cloudfunc.api.wire.Frame;
import io.cloudfunc.api.wire.QueueNames;
import io.cloudfunc.api.wire.QueueSpec;
import io.cloudfunc.api.wire.ReportEnvelope;
import io.cloudfunc.command.commit.GroupCommit;
import io.cloudfunc.command.commit.Order;
import io.cloudfunc.store.EventTail;
import io.cloudfunc.store.Receipts;
import io.cloudfunc.store.web.RejectionIn;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;
import org.springframework.dao.DataIntegrityViolationException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Carries out reports, many in one commit, and acknowledges each only after its commit. While the database is away they
 * stay unacknowledged and are tried again; a report that can never be carried out ends as a dead letter.
 */
final class ReportIntake implements ChannelAwareMessageListener {

    private static final Logger LOG = LoggerFactory.getLogger(ReportIntake.class);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Tries of a report that fails although the database answers. */
    private static final int MOST_TRIES = 10;

    /** Outcomes that were told ahead of their reports, which come some milliseconds later. */
    private static final int MOST_TOLD_AHEAD = 1_000;

    /** Orders that wait for their commit; with more, what is told ahead would only make reports wait. */
    private static final int MOST_WAITING = 500;

    private final GroupCommit commit;
    private final Receipts receipts;
    private final QueueNames names;
    private final JsonMapper json;
    private final AtomicBoolean databaseAway = new AtomicBoolean();
    private final EventTail tail;
    private final Map<Said, CompletableFuture<@Nullable Object>> toldAhead =
            Collections.synchronizedMap(new LatestOnly<>());

    ReportIntake(GroupCommit commit, Receipts receipts, QueueNames names, EventTail tail, JsonMapper json) {
        this.commit = commit;
        this.tail = tail;
        this.receipts = receipts;
        this.names = names;
        this.json = json;
    }

    @Override
    public void onMessage(Message message, @Nullable Channel channel) {
        var delivery = new Delivery(
                Objects.requireNonNull(channel), message.getMessageProperties().getDeliveryTag());
        try {
            var told = read(message);
            if (mayReport(told.envelope(), message.getMessageProperties().getReceivedExchange())) {
                takeIn(told, delivery);
            } else {
                LOG.error(
                        "A report comes without a receipt of the call that it is about, or from a worker of another namespace,"
                                + " and becomes a dead letter: {}",
                        told.envelope().report());
                delivery.reject();
            }
        } catch (IllegalArgumentException | JacksonException unreadable) {
            LOG.error("A report cannot be read and becomes a dead letter", unreadable);
            delivery.reject();
        }
    }

    /** What was told ahead of the report is carried out already, or just now. */
    private void takeIn(Told told, Delivery delivery) {
        var order = told.order();
        var ahead = toldAhead.remove(Said.by(order));
        if (ahead == null) {
            carryOut(order, delivery, 1);
        } else {
            ahead.whenComplete((result, failure) -> {
                if (failure == null) {
                    delivery.acknowledge();
                } else {
                    carryOut(order, delivery, 1);
                }
            });
        }
    }

    /** Carries out an outcome for which somebody waits here; its report comes in any case. */
    void hear(Message message) {
        if (message.getBody().length > QueueSpec.LARGEST_TOLD_AHEAD || commit.waiting() > MOST_WAITING) {
            return;
        }
        try {
            var told = read(message);
            if (told.envelope().report() instanceof RecordOutcome outcome
                    && tail.isAwaited(outcome.invocation().toString())
                    && mayReport(told.envelope(), message.getMessageProperties().getReceivedExchange())) {
                var order = told.order();
                toldAhead.computeIfAbsent(Said.by(order), first -> commit.submit(order));
            }
        } catch (IllegalArgumentException | JacksonException unreadable) {
            LOG.debug("An outcome cannot be read; its report will tell", unreadable);
        }
    }

    /** All that a report says, but for its receipt: what was told ahead stands for no report that differs. */
    private record Said(Object command, List<PayloadRef> payloads) {

        static Said by(Order order) {
            return new Said(
                    order.command(), order.payloads().stream().map(Payload::ref).toList());
        }
    }

    private Told read(Message message) {
        var frame = Frame.decode(message.getBody());
        return new Told(json.readValue(frame.head(), ReportEnvelope.class), frame.parts());
    }

    private record Told(ReportEnvelope envelope, List<byte[]> parts) {

        /** What does not fit together is an {@link IllegalArgumentException}. */
        Order order() {
            return new Order(envelope.report(), envelope.join(parts));
        }
    }

    /**
     * About a call, only who was given it; a router proves it in the same way. About the end of a container, who started it
     * (the container knows), be it that its namespace has got queues of its own since. About all else, who runs the function.
     */
    private boolean mayReport(ReportEnvelope envelope, @Nullable String exchange) {
        return switch (envelope.report()) {
            case RecordOutcome report -> receipts.covers(report.invocation(), report.execution(), envelope.receipt());
            case RecordAttemptStarted report ->
                receipts.covers(report.invocation(), report.execution(), envelope.receipt());
            case AbandonInvocation report -> receipts.covers(report.invocation(), envelope.receipt());
            case RecordContainerStopped ofAnyWorker -> true;
            case OfFunctionLife report -> names.maySpeakOf(report.function().value(), exchange);
        };
    }

    private void carryOut(Order order, Delivery delivery, int attempt) {
        commit.submit(order).whenComplete((result, failure) -> {
            if (failure == null) {
                delivery.acknowledge();
                tellOfReturn();
            } else if (mayWorkLater(failure, attempt)) {
                tellOfDelay(order, failure);
                CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(() -> carryOutAgain(order, delivery, attempt + 1));
            } else {
                LOG.error("Report {} cannot be carried out and becomes a dead letter", nameOf(order), failure);
                delivery.reject();
            }
        });
    }

    /** Only for as long as it is ours: when its channel is gone, the broker gives it to whoever is there. */
    private void carryOutAgain(Order order, Delivery delivery, int attempt) {
        if (delivery.isOurs()) {
            carryOut(order, delivery, attempt);
        }
    }

    private static boolean mayWorkLater(Throwable failure, int attempt) {
        return isUnavailability(failure) || (!isFinal(failure) && attempt < MOST_TRIES);
    }

    private static boolean isUnavailability(Throwable failure) {
        return RejectionIn.causesOf(failure)
                .filter(Rejection.Unavailable.class::isInstance)
                .isPresent();
    }

    /** Once for an outage, which all reports at hand share. */
    private void tellOfDelay(Order order, Throwable failure) {
        if (!isUnavailability(failure)) {
            LOG.warn("Report {} is not stored yet, next try in {}: {}", nameOf(order), PAUSE, failure.toString());
        } else if (databaseAway.compareAndSet(false, true)) {
            LOG.warn("Reports stay with the broker, next try every {}: {}", PAUSE, failure.toString());
        }
    }

    private void tellOfReturn() {
        if (databaseAway.compareAndSet(true, false)) {
            LOG.info("Reports are stored again");
        }
    }

    /** Refused, of something that is not there and never will be, or with a value that the database does not take. */
    private static boolean isFinal(Throwable failure) {
        return failure instanceof AggregateNotFoundException
                || failure instanceof DataIntegrityViolationException
                || RejectionIn.causesOf(failure).isPresent();
    }

    private static String nameOf(Order order) {
        return order.command().getClass().getSimpleName();
    }

    /** A report that comes after its place was given to others is carried out like any, which changes nothing any more. */
    private static final class LatestOnly<K, V> extends LinkedHashMap<K, V> {

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MOST_TOLD_AHEAD;
        }
    }

    /** If its channel is gone meanwhile, the broker delivers the report again, and carrying it out twice is harmless. */
    private record Delivery(Channel channel, long tag) {

        boolean isOurs() {
            return channel.isOpen();
        }

        void acknowledge() {
            try {
                channel.basicAck(tag, false);
            } catch (IOException | RuntimeException gone) {
                LOG.debug("An acknowledgement was lost with its channel", gone);
            }
        }

        void reject() {
            try {
                channel.basicReject(tag, false);
            } catch (IOException | RuntimeException gone) {
                LOG.debug("A rejection was lost with its channel", gone);
            }
        }
    }
}
