package io.cloudfunc.command;

import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.report.Report;
import io.cloudfunc.api.wire.Frame;
import io.cloudfunc.api.wire.QueueNames;
import io.cloudfunc.api.wire.QueueSpec;
import io.cloudfunc.api.wire.ReportEnvelope;
import io.cloudfunc.api.wire.Task;
import java.util.List;
import java.util.Optional;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Plays a worker: sends reports, and looks at what becomes of them in the broker. */
public final class Worker {

    private final QueueNames names;
    private final RabbitTemplate broker;
    private final AmqpAdmin admin;
    private final JsonMapper json;

    public Worker(QueueNames names, RabbitTemplate broker, AmqpAdmin admin, JsonMapper json) {
        this.names = names;
        this.broker = broker;
        this.admin = admin;
        this.json = json;
    }

    public void report(Report report, Payload... payloads) {
        var head = json.writeValueAsBytes(ReportEnvelope.of(report, List.of(payloads)));
        var parts = List.of(payloads).stream().map(Payload::content).toList();
        send(new Frame(head, parts).encode());
    }

    public void send(byte[] message) {
        broker.send("", names.reports(), new Message(message));
    }

    /** Leaves a message where the broker puts what it gave up. */
    public void bury(byte[] message) {
        broker.send("", names.deadLetters(), new Message(message));
    }

    public void bury(Task task) {
        bury(new Frame(json.writerFor(Task.class).writeValueAsBytes(task), List.of()).encode());
    }

    /** Reports that are in the queue and with no consumer. */
    public long unclaimedReports() {
        return ready(names.reports());
    }

    public long deadLetters() {
        return ready(names.deadLetters());
    }

    public Optional<Message> takeDeadLetter() {
        return Optional.ofNullable(broker.receive(names.deadLetters()));
    }

    private long ready(String queue) {
        return Optional.ofNullable(admin.getQueueInfo(queue)).orElseThrow().getMessageCount();
    }

    /** Removes the queues that the application declared. */
    public void tidyUp() {
        QueueSpec.shared(names).forEach(queue -> admin.deleteQueue(queue.name()));
    }
}
