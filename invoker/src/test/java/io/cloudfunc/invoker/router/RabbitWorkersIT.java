package io.cloudfunc.invoker.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.invoker.broker.SlotConsumer;
import io.cloudfunc.invoker.broker.TestBroker;
import io.cloudfunc.invoker.broker.Verdict;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

class RabbitWorkersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestBroker broker = new TestBroker();
    private final RabbitWorkers workers =
            new RabbitWorkers(new RabbitTemplate(broker.connectionFactory()), broker.names(), Clock.systemUTC());

    @AfterEach
    void close() throws Exception {
        broker.close();
    }

    @Test
    void a_worker_takes_calls_while_it_reads_its_own_queue() throws Exception {
        try (var connections = broker.connections()) {
            var calls =
                    new SlotConsumer(connections, broker.names().callsOf(TestBroker.WORKER), 2, call -> Verdict.DONE);
            assertThat(workers.takesCalls(TestBroker.WORKER)).isFalse();

            calls.start();
            await().atMost(PATIENCE).until(() -> workers.takesCalls(TestBroker.WORKER));

            calls.stop(Duration.ofSeconds(1));
            await().atMost(PATIENCE).until(() -> !workers.takesCalls(TestBroker.WORKER));
        }
    }

    @Test
    void a_worker_is_there_as_long_as_it_takes_orders() throws Exception {
        try (var connections = broker.connections()) {
            new SlotConsumer(connections, broker.names().controlOf(TestBroker.WORKER), 2, order -> Verdict.DONE)
                    .start();
            await().atMost(PATIENCE).until(() -> workers.isThere(TestBroker.WORKER));
        }
        await().atMost(PATIENCE).until(() -> !workers.isThere(TestBroker.WORKER));
    }

    @Test
    void a_worker_that_nobody_knows_takes_nothing() {
        var unknown = new WorkerId("unknown");

        assertThat(workers.takesCalls(unknown)).isFalse();
        assertThat(workers.isThere(unknown)).isFalse();
    }
}
