package io.cloudfunc.invoker.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.wire.CallsTaken;
import io.cloudfunc.api.wire.QueueSpec;
import io.cloudfunc.invoker.broker.BrokerConnections;
import io.cloudfunc.invoker.broker.BrokerProxy;
import io.cloudfunc.invoker.broker.ExclusiveQueue;
import io.cloudfunc.invoker.broker.RabbitPublisher;
import io.cloudfunc.invoker.broker.TestBroker;
import io.cloudfunc.invoker.broker.UnroutableException;
import io.cloudfunc.invoker.broker.WireJson;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

class RabbitWorkersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestBroker broker = new TestBroker();
    private final BrokerConnections ofRouter = broker.connections();
    private final BrokerConnections ofWorker = broker.connections();
    private final UUID queue = UUID.randomUUID();
    private final String name = broker.names().callsOf(TestBroker.WORKER, queue);
    private final RabbitPublisher publisher = new RabbitPublisher(ofRouter);
    private final RabbitWorkers workers = workers(ofRouter);

    @BeforeEach
    void start() {
        workers.start();
    }

    @AfterEach
    void close() throws Exception {
        workers.stop();
        publisher.close();
        ofWorker.close();
        ofRouter.close();
        broker.close();
    }

    @Test
    void a_worker_takes_calls_where_it_says_until_its_connection_ends() {
        open();

        awaitCallsOfWorker(Optional.of(name), queue);
        ofWorker.close();
        awaitCallsOfWorker(Optional.empty(), queue);

        assertThat(workers.isThere(name)).isFalse();
    }

    @Test
    void a_worker_that_says_so_takes_no_calls_but_has_those_sent_to_it() {
        open();
        awaitCallsOfWorker(Optional.of(name), queue);

        awaitCallsOfWorker(Optional.empty(), null);

        assertThat(workers.isThere(name)).isTrue();
    }

    @Test
    void a_queue_that_the_broker_does_not_know_is_of_no_use() {
        open();
        awaitCallsOfWorker(Optional.of(name), queue);

        awaitCallsOfWorker(Optional.empty(), UUID.randomUUID());
    }

    @Test
    void sends_to_the_worker_alone() {
        open();

        workers.send(name, "call".getBytes(UTF_8)).join();

        assertThat(receivedByWorker()).isEqualTo("call");
    }

    @Test
    void a_queue_that_went_just_before_fails_nothing_else_and_gets_no_more() {
        open();
        awaitCallsOfWorker(Optional.of(name), queue);
        new ExclusiveQueue(ofWorker, spec()).delete();

        workers.send(name, "call".getBytes(UTF_8)).join();

        assertThat(workers.callsOf(TestBroker.WORKER)).isEmpty();
        assertThat(workers.isThere(name)).isFalse();
    }

    @Test
    void tells_who_sends_ahead_of_the_router_that_a_queue_went_just_before() {
        open();
        awaitCallsOfWorker(Optional.of(name), queue);
        assertThat(workers.latelyCallsOf(TestBroker.WORKER)).contains(name);
        new ExclusiveQueue(ofWorker, spec()).delete();

        var sent = workers.sendOrFail(name, "call".getBytes(UTF_8));

        assertThat(sent).failsWithin(PATIENCE).withThrowableThat().withCauseInstanceOf(UnroutableException.class);
        assertThat(workers.latelyCallsOf(TestBroker.WORKER)).isEmpty();
    }

    @Test
    void nothing_is_sent_ahead_to_a_worker_of_which_was_not_heard_lately() {
        open();
        awaitCallsOfWorker(Optional.of(name), queue);
        assertThat(workers.latelyCallsOf(TestBroker.WORKER)).contains(name);

        await().atMost(PATIENCE)
                .until(() -> workers.latelyCallsOf(TestBroker.WORKER).isEmpty());

        assertThat(workers.callsOf(TestBroker.WORKER)).contains(name);
    }

    @Test
    void hears_workers_again_when_the_connection_was_lost() throws Exception {
        try (var proxy = new BrokerProxy();
                var connections = broker.connections(proxy.uri())) {
            open();
            var others = workers(connections);
            others.start();
            await().atMost(PATIENCE).until(() -> isHeard(others, null, Optional.empty()));
            await().atMost(PATIENCE).until(() -> isHeard(others, queue, Optional.of(name)));

            proxy.goAway();
            proxy.comeBack();

            await().atMost(PATIENCE).ignoreExceptions().until(() -> isHeard(others, null, Optional.empty()));
            others.stop();
        }
    }

    private void open() {
        new ExclusiveQueue(ofWorker, spec()).declare();
    }

    private QueueSpec spec() {
        return QueueSpec.callsOf(broker.names(), TestBroker.WORKER, queue);
    }

    private RabbitWorkers workers(BrokerConnections connections) {
        return new RabbitWorkers(connections, broker.topology(), publisher, new WireJson(), Clock.systemUTC());
    }

    private String receivedByWorker() {
        var received = new RabbitTemplate(ofWorker.consuming()).receive(name, PATIENCE.toMillis());
        return new String(requireNonNull(received).getBody(), UTF_8);
    }

    /** While the worker says again and again that it takes calls there. */
    private void awaitCallsOfWorker(Optional<String> expected, @Nullable UUID said) {
        await().atMost(PATIENCE).until(() -> isHeard(workers, said, expected));
    }

    private boolean isHeard(RabbitWorkers by, @Nullable UUID said, Optional<String> expected) {
        var word = new WireJson().write(new CallsTaken(TestBroker.WORKER, said));
        broker.template().send(broker.names().fromWorkers(), broker.names().workers(), new Message(word));
        return by.callsOf(TestBroker.WORKER).equals(expected);
    }
}
