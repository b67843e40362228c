package io.cloudfunc.command.report;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.report.AbandonInvocation;
import io.cloudfunc.api.wire.Execute;
import io.cloudfunc.api.wire.Frame;
import io.cloudfunc.api.wire.QueueNames;
import io.cloudfunc.api.wire.Task;
import io.cloudfunc.command.commit.GroupCommit;
import io.cloudfunc.command.commit.Order;
import io.cloudfunc.store.Receipts;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Ends the calls whose requests the broker gave up: no worker took them, or each that did was lost before it could say
 * so. Whatever else is among the broker's dead letters stays there for people to look at.
 */
final class LostTasks {

    private static final Logger LOG = LoggerFactory.getLogger(LostTasks.class);

    /** In one look; the oldest are looked at. */
    private static final int MOST_AT_ONCE = 500;

    /** What stays is taken and put back by each look, which the broker counts and allows a million times. */
    private static final Duration LOOK_ALL_THE_SAME = Duration.ofHours(1);

    private final RabbitTemplate broker;
    private final String queue;
    private final GroupCommit commit;
    private final Receipts receipts;
    private final JsonMapper json;
    private final Clock clock;
    private long stayed;
    private Instant looked = Instant.EPOCH;

    LostTasks(
            RabbitTemplate broker,
            QueueNames names,
            GroupCommit commit,
            Receipts receipts,
            JsonMapper json,
            Clock clock) {
        this.broker = broker;
        this.queue = names.deadLetters();
        this.commit = commit;
        this.receipts = receipts;
        this.json = json;
        this.clock = clock;
    }

    /** Looks only if there are more or fewer than stayed the last time, or that is an hour ago. */
    @Scheduled(fixedDelayString = "PT5S")
    void endCalls() {
        try {
            broker.execute(channel -> {
                var now = clock.instant();
                var count = channel.messageCount(queue);
                if (count != stayed || now.isAfter(looked.plus(LOOK_ALL_THE_SAME))) {
                    stayed = count - ended(channel, now);
                    looked = now;
                }
                return true;
            });
        } catch (AmqpException | CompletionException later) {
            LOG.debug("The broker's dead letters are looked at again in 5 s", later);
        }
    }

    /** How many of the calls have ended; all that stays goes back, also if the database is away. */
    private int ended(Channel channel, Instant now) throws IOException {
        var ended = 0;
        var last = 0L;
        try {
            for (var taken = 0; taken < MOST_AT_ONCE; taken++) {
                var letter = channel.basicGet(queue, false);
                if (letter == null) {
                    break;
                }
                last = letter.getEnvelope().getDeliveryTag();
                var call = callOf(letter);
                if (call.isPresent() && end(call.get(), now)) {
                    channel.basicAck(last, false);
                    ended++;
                }
            }
        } finally {
            if (last > 0) {
                channel.basicNack(0, true, true);
            }
        }
        return ended;
    }

    private boolean end(InvocationId call, Instant now) {
        try {
            commit.submitAndWait(new Order(
                    new AbandonInvocation(
                            call, FailureKind.UNDELIVERABLE, "the broker gave up to deliver the call to a worker", now),
                    List.of()));
            LOG.warn("Invocation {} was a dead letter of the broker and has ended", call);
            return true;
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof AggregateNotFoundException) {
                LOG.warn("Invocation {} is not stored and stays among the broker's dead letters", call);
                return false;
            }
            throw failed;
        }
    }

    private Optional<InvocationId> callOf(GetResponse letter) {
        try {
            var head = Frame.decode(letter.getBody()).head();
            return json.readValue(head, Task.class) instanceof Execute execute
                            && receipts.covers(execute.invocation(), execute.receipt())
                    ? Optional.of(execute.invocation())
                    : Optional.empty();
        } catch (IllegalArgumentException | JacksonException somethingElse) {
            return Optional.empty();
        }
    }
}
