package io.cloudfunc.invoker.broker;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.report.Report;
import io.cloudfunc.api.wire.QueueNames;
import io.cloudfunc.api.wire.ReportEnvelope;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** A real RabbitMQ, with queues of a test's own that go with it. */
public final class TestBroker implements AutoCloseable {

    public static final WorkerId WORKER = new WorkerId("w1");

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final QueueNames names = new QueueNames("it-" + UUID.randomUUID());
    private final WireJson json = new WireJson();
    private final CachingConnectionFactory own = new CachingConnectionFactory(uri());
    private final RabbitTemplate template = new RabbitTemplate(own);
    private final RabbitAdmin admin = new RabbitAdmin(own);

    public TestBroker() {
        topology().declare(admin);
        template.setReceiveTimeout(PATIENCE.toMillis());
    }

    public static URI uri() {
        return Optional.ofNullable(System.getenv("CLOUDFUNC_TEST_RABBIT"))
                .map(URI::create)
                .orElseThrow(() -> new IllegalStateException(
                        "CLOUDFUNC_TEST_RABBIT is not set: this test needs a real RabbitMQ; run ./cloudfunc test"));
    }

    public QueueNames names() {
        return names;
    }

    public BrokerTopology topology() {
        return BrokerTopology.of(names, WORKER);
    }

    /** Connections of a router's or worker's own. */
    public BrokerConnections connections() {
        return connections(uri());
    }

    public BrokerConnections connections(URI broker) {
        return new BrokerConnections(() -> new CachingConnectionFactory(broker), topology());
    }

    public void send(String queue, byte[] body) {
        template.send("", queue, new Message(body));
    }

    /** The next message of the queue, waited for. */
    public Message receive(String queue) {
        return Optional.ofNullable(template.receive(queue))
                .orElseThrow(() -> new AssertionError("no message in %s within %s".formatted(queue, PATIENCE)));
    }

    /** The next report, waited for. */
    public Report receiveReport() {
        return json.read(ReportEnvelope.class, receive(names.reports()).getBody())
                .head()
                .report();
    }

    /** How many messages are ready in the queue. */
    public long waiting(String queue) {
        return Optional.ofNullable(admin.getQueueInfo(queue)).orElseThrow().getMessageCount();
    }

    public int consumers(String queue) {
        return Optional.ofNullable(admin.getQueueInfo(queue)).orElseThrow().getConsumerCount();
    }

    public RabbitTemplate template() {
        return template;
    }

    public CachingConnectionFactory connectionFactory() {
        return own;
    }

    @Override
    public void close() {
        io.cloudfunc.api.wire.QueueSpec.shared(names).forEach(queue -> admin.deleteQueue(queue.name()));
        admin.deleteQueue(names.controlOf(WORKER));
        admin.deleteExchange(names.controlOfAll());
        admin.deleteExchange(names.fromWorkers());
        admin.deleteExchange(names.buried());
        own.destroy();
    }
}
