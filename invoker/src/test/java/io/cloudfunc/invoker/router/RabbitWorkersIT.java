package io.cloudfunc.invoker.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.wire.CallsTaken;
import io.cloudfunc.api.wire.QueueSpec;
import io.cloudfunc.invoker.broker.BrokerConnections;
import io.cloudfunc.invoker.broker.BrokerProxy;
import io.cloudfunc.invoker.broker.ExclusiveQueue;
import io.cloudfunc.invoker.broker.TestBroker;
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

class RabbitWorkersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestBroker broker = new TestBroker();
    private final BrokerConnections ofRouter = broker.connections();
    private final BrokerConnections ofWorker = broker.connections();
    private final UUID queue = UUID.randomUUID();
    private final String name = broker.names().callsOf(TestBroker.WORKER, queue);
    private final RabbitWorkers workers =
            new RabbitWorkers(ofRouter, broker.topology(), new WireJson(), Clock.systemUTC());

    @BeforeEach
    void start() {
        workers.start();
    }

    @AfterEach
    void close() throws Exception {
        workers.stop();
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
    void a_queue_of_which_the_broker_has_said_that_it_is_gone_gets_no_calls() {
        open();
        awaitCallsOfWorker(Optional.of(name), queue);

        workers.isGone(name);

        assertThat(workers.callsOf(TestBroker.WORKER)).isEmpty();
    }

    @Test
    void hears_workers_again_when_the_connection_was_lost() throws Exception {
        try (var proxy = new BrokerProxy();
                var connections = broker.connections(proxy.uri())) {
            open();
            var others = new RabbitWorkers(connections, broker.topology(), new WireJson(), Clock.systemUTC());
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
        new ExclusiveQueue(ofWorker, QueueSpec.callsOf(broker.names(), TestBroker.WORKER, queue)).declare();
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
