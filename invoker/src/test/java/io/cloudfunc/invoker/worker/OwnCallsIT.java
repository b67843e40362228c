package io.cloudfunc.invoker.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.wire.CallsTaken;
import io.cloudfunc.invoker.broker.BrokerConnections;
import io.cloudfunc.invoker.broker.BrokerProxy;
import io.cloudfunc.invoker.broker.Delivery;
import io.cloudfunc.invoker.broker.ExclusiveQueue;
import io.cloudfunc.invoker.broker.RabbitPublisher;
import io.cloudfunc.invoker.broker.TestBroker;
import io.cloudfunc.invoker.broker.Verdict;
import io.cloudfunc.invoker.broker.WireJson;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.core.RabbitAdmin;

class OwnCallsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final TestBroker broker = new TestBroker();
    private final BrokerProxy proxy = new BrokerProxy();
    private final BrokerConnections connections = broker.connections(proxy.uri());
    private final BrokerConnections ofRouter = broker.connections();
    private final RabbitPublisher publisher = new RabbitPublisher(connections);
    private final WireJson json = new WireJson();
    private final UUID router = UUID.randomUUID();
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private volatile boolean engineIsThere = true;
    private boolean stopped;
    private final OwnCalls calls = new OwnCalls(
            connections,
            publisher,
            json,
            new Assignment(broker.names(), Set.of()),
            TestBroker.WORKER,
            2,
            this::take,
            () -> engineIsThere,
            UUID::randomUUID);

    @BeforeEach
    void start() {
        broker.topology().declareWorkersAt(router, new RabbitAdmin(broker.connectionFactory()));
        calls.start();
    }

    @AfterEach
    void close() throws Exception {
        mayEnd.countDown();
        stop();
        publisher.close();
        connections.close();
        ofRouter.close();
        proxy.close();
        broker.close();
    }

    @Test
    void takes_calls_in_the_queue_that_it_tells_of() {
        broker.send(queueTold(), "call".getBytes(UTF_8));

        await().atMost(PATIENCE).until(() -> taken.equals(List.of("call")));
    }

    @Test
    void a_request_does_not_outlive_the_connection_and_the_next_queue_is_another_one() {
        var before = queueTold();
        broker.send(before, "held".getBytes(UTF_8));
        await().atMost(PATIENCE).until(() -> taken.contains("held"));

        proxy.goAway();
        await().atMost(PATIENCE).until(() -> !ExclusiveQueue.isThere(ofRouter, before));
        proxy.comeBack();

        var after = await().atMost(PATIENCE).until(this::queueTold, told -> !told.equals(before));
        broker.send(after, "call".getBytes(UTF_8));
        await().atMost(PATIENCE).until(() -> taken.contains("call"));
        assertThat(taken).containsExactly("held", "call");
    }

    @Test
    void what_is_given_back_while_the_engine_is_away_goes_with_the_queue() {
        var before = queueTold();
        engineIsThere = false;

        broker.send(before, "cold".getBytes(UTF_8));

        await().atMost(PATIENCE).until(() -> !ExclusiveQueue.isThere(ofRouter, before));
        awaitToldOfNone();
        engineIsThere = true;
        assertThat(queueTold()).isNotEqualTo(before);
    }

    @Test
    void a_queue_of_which_a_call_is_in_hand_stays_while_the_engine_is_away() {
        var queue = queueTold();
        broker.send(queue, "held".getBytes(UTF_8));
        await().atMost(PATIENCE).until(() -> taken.contains("held"));
        engineIsThere = false;

        broker.send(queue, "cold".getBytes(UTF_8));

        awaitToldOfNone();
        assertThat(ExclusiveQueue.isThere(ofRouter, queue)).isTrue();
        mayEnd.countDown();
        await().atMost(PATIENCE).until(() -> !ExclusiveQueue.isThere(ofRouter, queue));
    }

    @Test
    void what_fails_for_no_known_reason_goes_with_the_queue() {
        var before = queueTold();

        broker.send(before, "broken".getBytes(UTF_8));

        await().atMost(PATIENCE).until(() -> !ExclusiveQueue.isThere(ofRouter, before));
        assertThat(taken).doesNotContain("broken");
    }

    @Test
    void asks_for_no_more_calls_while_all_slots_are_taken() {
        var queue = queueTold();

        broker.send(queue, "held".getBytes(UTF_8));
        broker.send(queue, "held".getBytes(UTF_8));

        await().atMost(PATIENCE).until(() -> taken.size() == 2);
        awaitToldOfNone();
        mayEnd.countDown();
        assertThat(queueTold()).isEqualTo(queue);
    }

    @Test
    void says_that_it_stops_and_leaves_no_queue() {
        var queue = queueTold();

        stop();

        awaitToldOfNone();
        assertThat(ExclusiveQueue.isThere(ofRouter, queue)).isFalse();
    }

    private void stop() {
        if (!stopped) {
            stopped = true;
            calls.stop(LIMIT);
        }
    }

    private Verdict take(Delivery delivery) {
        var call = new String(delivery.body(), UTF_8);
        if (call.equals("broken")) {
            throw new IllegalStateException(call);
        }
        if (call.equals("cold")) {
            return engineIsThere ? Verdict.DONE : Verdict.GIVE_BACK_AND_PAUSE;
        }
        taken.add(call);
        if (call.equals("held")) {
            awaitEnd();
        }
        return Verdict.DONE;
    }

    private void awaitEnd() {
        try {
            mayEnd.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next one that it tells of. */
    private String queueTold() {
        var told = await().atMost(PATIENCE).until(this::nextWord, Optional::isPresent);
        return broker.names().callsOf(TestBroker.WORKER, told.orElseThrow());
    }

    private void awaitToldOfNone() {
        await().atMost(PATIENCE).until(this::nextWord, Optional::isEmpty);
    }

    private Optional<UUID> nextWord() {
        var word = broker.receive(broker.names().workersAt(router)).getBody();
        return Optional.ofNullable(json.read(CallsTaken.class, word).head().queue());
    }
}
