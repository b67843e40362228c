package io.cloudfunc.standalone;

import io.cloudfunc.api.IdSource;
import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.CodeIdentity;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.ExecutionId;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.Outcome;
import io.cloudfunc.api.invocation.Phases;
import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.report.AbandonInvocation;
import io.cloudfunc.api.report.RecordContainerStarted;
import io.cloudfunc.api.report.RecordOutcome;
import io.cloudfunc.api.report.RecordRevisionFailed;
import io.cloudfunc.api.report.RecordRevisionReady;
import io.cloudfunc.api.report.Report;
import io.cloudfunc.api.wire.Frame;
import io.cloudfunc.api.wire.QueueNames;
import io.cloudfunc.api.wire.Receipt;
import io.cloudfunc.api.wire.ReportEnvelope;
import io.cloudfunc.store.Receipts;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Reports what a worker would. */
final class PlayedWorker {

    static final ContainerId CONTAINER = new ContainerId("played");
    private static final WorkerId WORKER = new WorkerId("played");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final RabbitTemplate broker;
    private final QueueNames names;
    private final Receipts receipts;
    private final IdSource ids;
    private final JsonMapper json;

    PlayedWorker(RabbitTemplate broker, QueueNames names, Receipts receipts, IdSource ids, JsonMapper json) {
        this.broker = broker;
        this.names = names;
        this.receipts = receipts;
        this.ids = ids;
        this.json = json;
    }

    void ready(String function, int revision) {
        report(
                new RecordRevisionReady(
                        new FunctionName(function), 1, revision, new CodeIdentity("sha256:00", null), WORKER, NOON),
                null);
    }

    void failed(String function, int revision) {
        report(
                new RecordRevisionFailed(
                        new FunctionName(function), 1, revision, FailureKind.LOAD_FAILED, null, null, WORKER, NOON),
                null);
    }

    void started(String function) {
        report(
                new RecordContainerStarted(
                        CONTAINER,
                        new FunctionName(function),
                        1,
                        1,
                        WORKER,
                        ColdReason.FIRST_CALL,
                        Duration.ofSeconds(60),
                        NOON),
                null);
    }

    void succeeded(InvocationId call, String output, String log) {
        var written = payload(output);
        var logged = payload(log);
        var execution = new Execution(
                new ExecutionId(UUID.randomUUID()), WORKER, CONTAINER, 1, ColdReason.FIRST_CALL, NOON, NOON, NOON);
        report(
                new RecordOutcome(call, execution, new Outcome.Success(written.ref()), logged.ref(), Phases.NONE, NOON),
                receipt(call),
                written,
                logged);
    }

    void ended(InvocationId call, FailureKind kind) {
        report(new AbandonInvocation(call, kind, "as the test wants it", NOON), receipt(call));
    }

    private Payload payload(String text) {
        return Payload.of(ids.next(), "text/plain", text.getBytes(StandardCharsets.UTF_8), new SecureRandom());
    }

    /** Of a call that was sent at noon. */
    private Receipt receipt(InvocationId call) {
        return receipts.issue(call, NOON, UUID.randomUUID());
    }

    private void report(Report report, @Nullable Receipt receipt, Payload... payloads) {
        var head = json.writeValueAsBytes(ReportEnvelope.of(report, List.of(payloads), receipt));
        var parts = List.of(payloads).stream().map(Payload::content).toList();
        broker.send("", names.reports(), new Message(new Frame(head, parts).encode()));
    }
}
