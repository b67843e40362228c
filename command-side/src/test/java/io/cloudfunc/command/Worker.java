package io.cloudfunc.command;

import io.cloudfunc.api.invocation.ClaimAttempt;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.report.AbandonInvocation;
import io.cloudfunc.api.report.RecordAttemptStarted;
import io.cloudfunc.api.report.RecordContainerStarted;
import io.cloudfunc.api.report.RecordContainerStopped;
import io.cloudfunc.api.report.RecordOutcome;
import io.cloudfunc.api.report.RecordRevisionFailed;
import io.cloudfunc.api.report.RecordRevisionReady;
import io.cloudfunc.api.report.Report;
import io.cloudfunc.api.wire.ClaimQuestion;
import io.cloudfunc.api.wire.Frame;
import io.cloudfunc.api.wire.PayloadQuestion;
import io.cloudfunc.api.wire.QueueNames;
import io.cloudfunc.api.wire.QueueSpec;
import io.cloudfunc.api.wire.Receipt;
import io.cloudfunc.api.wire.ReportEnvelope;
import io.cloudfunc.api.wire.Task;
import io.cloudfunc.store.Receipts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Plays a worker: sends reports, and looks at what becomes of them in the broker. */
public final class Worker {

    private final QueueNames names;
    private final RabbitTemplate broker;
    private final AmqpAdmin admin;
    private final Receipts receipts;
    private final JsonMapper json;

    public Worker(QueueNames names, RabbitTemplate broker, AmqpAdmin admin, Receipts receipts, JsonMapper json) {
        this.names = names;
        this.broker = broker;
        this.admin = admin;
        this.receipts = receipts;
        this.json = json;
    }

    /** With the receipt that the call came with, if it is about one. */
    public void report(Report report, Payload... payloads) {
        report(report, receiptFor(report), payloads);
    }

    public void report(Report report, @Nullable Receipt receipt, Payload... payloads) {
        send(message(report, receipt, payloads));
    }

    private byte[] message(Report report, @Nullable Receipt receipt, Payload... payloads) {
        var head = json.writeValueAsBytes(ReportEnvelope.of(report, List.of(payloads), receipt));
        var parts = List.of(payloads).stream().map(Payload::content).toList();
        return new Frame(head, parts).encode();
    }

    /** An outcome, ahead of its report. */
    public void tellAhead(RecordOutcome outcome, Payload... payloads) {
        tellAhead(outcome, receiptFor(outcome), payloads);
    }

    public void tellAhead(RecordOutcome outcome, @Nullable Receipt receipt, Payload... payloads) {
        broker.send(names.fromWorkers(), names.outcomes(), new Message(message(outcome, receipt, payloads)));
    }

    private @Nullable Receipt receiptFor(Report report) {
        return switch (report) {
            case RecordOutcome outcome ->
                receipt(outcome.invocation(), outcome.execution().routedAt());
            case RecordAttemptStarted started ->
                receipt(started.invocation(), started.execution().routedAt());
            case AbandonInvocation abandon -> receipt(abandon.invocation(), abandon.at());
            case RecordContainerStarted started -> null;
            case RecordContainerStopped stopped -> null;
            case RecordRevisionFailed failed -> null;
            case RecordRevisionReady ready -> null;
        };
    }

    /** Of a call that was sent then. */
    public Receipt receipt(InvocationId invocation, Instant sentAt) {
        return receipt(invocation, sentAt, UUID.randomUUID());
    }

    public Receipt receipt(InvocationId invocation, Instant sentAt, UUID payload) {
        return receipts.issue(invocation, sentAt, payload);
    }

    public boolean mayBegin(ClaimAttempt claim, Receipt receipt) {
        return Boolean.parseBoolean(
                new String(ask(names.claims(), new ClaimQuestion(claim, receipt)), StandardCharsets.US_ASCII));
    }

    /** Empty where it is refused or not there. */
    public byte[] payload(InvocationId invocation, UUID payload, Receipt receipt) {
        return ask(names.payloads(), new PayloadQuestion(invocation, payload, receipt));
    }

    private byte[] ask(String queue, Object question) {
        return Objects.requireNonNull(broker.sendAndReceive("", queue, new Message(json.writeValueAsBytes(question))))
                .getBody();
    }

    public void send(byte[] message) {
        broker.send(names.fromWorkers(), names.reports(), new Message(message));
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
        admin.deleteExchange(names.fromWorkers());
    }
}
