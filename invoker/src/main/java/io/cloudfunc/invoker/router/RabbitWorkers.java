package io.cloudfunc.invoker.router;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.wire.CallsTaken;
import io.cloudfunc.invoker.broker.BrokerConnections;
import io.cloudfunc.invoker.broker.BrokerTopology;
import io.cloudfunc.invoker.broker.ConfirmedPublisher;
import io.cloudfunc.invoker.broker.Delivery;
import io.cloudfunc.invoker.broker.ExclusiveQueue;
import io.cloudfunc.invoker.broker.SlotConsumer;
import io.cloudfunc.invoker.broker.UnreadableMessageException;
import io.cloudfunc.invoker.broker.UnroutableException;
import io.cloudfunc.invoker.broker.Verdict;
import io.cloudfunc.invoker.broker.WireJson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;

/**
 * In which queues workers take calls for their idle containers, as they say each second, and which of those there are, as
 * the broker says: asked at most once a second of each, while the broker being away is an exception. Safe for use by many
 * threads.
 */
final class RabbitWorkers {

    private static final Logger LOG = LoggerFactory.getLogger(RabbitWorkers.class);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
    private static final Duration LATELY = Duration.ofMillis(2_500);
    private static final Duration END = Duration.ofMillis(500);

    /** Of whom was not heard for longest is forgotten first, which costs cold starts. */
    private static final int MOST_REMEMBERED = 1_000;

    private record Told(boolean isThere, Instant at) {}

    private record Word(Optional<UUID> queue, Instant at) {}

    private final BrokerConnections connections;
    private final BrokerTopology topology;
    private final ConfirmedPublisher publisher;
    private final WireJson json;
    private final Clock clock;
    private final UUID router = UUID.randomUUID();
    private final SlotConsumer words;
    private final SequencedMap<WorkerId, Word> heard = new LinkedHashMap<>();
    private final SequencedMap<String, Told> told = new LinkedHashMap<>();

    RabbitWorkers(
            BrokerConnections connections,
            BrokerTopology topology,
            ConfirmedPublisher publisher,
            WireJson json,
            Clock clock) {
        this.connections = connections;
        this.topology = topology;
        this.publisher = publisher;
        this.json = json;
        this.clock = clock;
        words = new SlotConsumer(connections, topology.names().workersAt(router), 1, this::hear);
    }

    /** Returns at once; without a broker it goes on trying. */
    void start() {
        var admin = new RabbitAdmin(connections.consuming());
        connections.consuming().addConnectionListener(connection -> topology.declareWorkersAt(router, admin));
        words.start();
    }

    void stop() {
        words.stop(END);
    }

    /** Not of a worker that stops, or has no slot for another one, or could do nothing with a call just now. */
    Optional<String> callsOf(WorkerId worker) {
        return lastWordOf(worker, Instant.MIN).filter(this::isThere);
    }

    /** As {@link #callsOf} was, if it was heard of the worker lately; asks nobody. */
    Optional<String> latelyCallsOf(WorkerId worker) {
        return lastWordOf(worker, clock.instant().minus(LATELY)).filter(queue -> {
            var last = lastToldOf(queue);
            return last != null && last.isThere();
        });
    }

    /** Also of a worker that stops, until the last of its calls has ended. */
    boolean isThere(String queue) {
        var now = clock.instant();
        var last = lastToldOf(queue);
        if (last != null && now.isBefore(last.at().plus(ASK_AGAIN))) {
            return last.isThere();
        }
        var answer = ExclusiveQueue.isThere(connections, queue);
        remember(told, queue, new Told(answer, now));
        return answer;
    }

    /**
     * What is sent to a queue that went just before is as lost as what was in it, which is found out as for that: sent to any
     * worker now, it would be sent twice. Nothing more goes there.
     */
    CompletableFuture<@Nullable Void> send(String queue, byte[] message) {
        return UnroutableException.instead(sendOrFail(queue, message), () -> CompletableFuture.completedFuture(null));
    }

    /** As {@link #send}; but a queue that went just before is an {@link UnroutableException}. */
    CompletableFuture<@Nullable Void> sendOrFail(String queue, byte[] message) {
        return UnroutableException.instead(publisher.publish("", queue, message), () -> {
            remember(told, queue, new Told(false, clock.instant()));
            return CompletableFuture.failedFuture(new UnroutableException("", queue));
        });
    }

    private Verdict hear(Delivery delivery) {
        try {
            var word = json.read(CallsTaken.class, delivery.body()).head();
            remember(heard, word.worker(), new Word(Optional.ofNullable(word.queue()), clock.instant()));
        } catch (UnreadableMessageException broken) {
            LOG.debug("What a worker says of itself cannot be read", broken);
        }
        return Verdict.DONE;
    }

    private Optional<String> lastWordOf(WorkerId worker, Instant notBefore) {
        return Optional.ofNullable(lastWordOf(worker))
                .filter(word -> !word.at().isBefore(notBefore))
                .flatMap(Word::queue)
                .map(queue -> topology.names().callsOf(worker, queue));
    }

    private @Nullable Word lastWordOf(WorkerId worker) {
        synchronized (heard) {
            return heard.get(worker);
        }
    }

    private @Nullable Told lastToldOf(String queue) {
        synchronized (told) {
            return told.get(queue);
        }
    }

    private static <K, V> void remember(SequencedMap<K, V> map, K key, V value) {
        synchronized (map) {
            map.putLast(key, value);
            if (map.size() > MOST_REMEMBERED) {
                map.pollFirstEntry();
            }
        }
    }
}
