package io.cloudfunc.invoker.router;

import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.report.AbandonInvocation;
import io.cloudfunc.api.report.RecordContainerStopped;
import io.cloudfunc.api.report.Report;
import io.cloudfunc.api.wire.CancelCall;
import io.cloudfunc.api.wire.Control;
import io.cloudfunc.api.wire.Execute;
import io.cloudfunc.api.wire.ForgetFunction;
import io.cloudfunc.api.wire.PrepareRevision;
import io.cloudfunc.api.wire.QueueNames;
import io.cloudfunc.api.wire.Receipt;
import io.cloudfunc.api.wire.RetireContainer;
import io.cloudfunc.api.wire.RevisionSpec;
import io.cloudfunc.invoker.broker.ConfirmedPublisher;
import io.cloudfunc.invoker.broker.UnroutableException;
import io.cloudfunc.invoker.broker.WireJson;
import io.cloudfunc.store.PayloadStore;
import io.cloudfunc.store.Receipts;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Sends through the broker: collects what a unit of work asks for and, before it commits, publishes all of it pipelined
 * and waits for the confirms.
 */
final class RabbitDispatches implements Dispatches {

    private static final String COLLECTED = RabbitDispatches.class.getName();

    private static final UUID NO_PAYLOAD = new UUID(0, 0);

    /** Far below the 60 s after which the database ends an idle transaction. */
    private static final Duration LONGEST_CONFIRM = Duration.ofSeconds(15);

    private final ConfirmedPublisher publisher;
    private final QueueNames names;
    private final WireJson json;
    private final PayloadStore payloads;
    private final Receipts receipts;
    private final Tasks tasks;
    private final FastPath fastPath;
    private final RabbitWorkers workers;
    private final Clock clock;

    RabbitDispatches(
            ConfirmedPublisher publisher,
            QueueNames names,
            WireJson json,
            PayloadStore payloads,
            Receipts receipts,
            Tasks tasks,
            FastPath fastPath,
            RabbitWorkers workers,
            Clock clock) {
        this.publisher = publisher;
        this.names = names;
        this.json = json;
        this.payloads = payloads;
        this.receipts = receipts;
        this.tasks = tasks;
        this.fastPath = fastPath;
        this.workers = workers;
        this.clock = clock;
    }

    @Override
    public void prepare(RevisionSpec revision) {
        collected()
                .messages
                .add(() -> publisher.publish(
                        "", names.tasksFor(revision.function()), json.write(new PrepareRevision(revision))));
    }

    @Override
    public void execute(InvocationRequested call, RevisionSpec revision, boolean begun, @Nullable String queue) {
        var execute = tasks.of(call, revision, begun || fastPath.mayHaveBegun(call));
        var collected = collected();
        if (execute.carriesPayload()) {
            collected.payloads.add(call.payload().id());
            collected.messages.add(() ->
                    execute(execute, queue, collected.loaded.get(call.payload().id())));
        } else {
            collected.messages.add(() -> publish(execute, queue, json.write(execute)));
        }
    }

    @Override
    public Optional<String> callsOf(WorkerId worker) {
        return workers.callsOf(worker);
    }

    @Override
    public boolean isThere(String queue) {
        return workers.isThere(queue);
    }

    @Override
    public Optional<Taker> takenBy(InvocationId call) {
        var taker = fastPath.holderOf(call);
        if (taker.isPresent()) {
            CurrentUnitOfWork.get().root().afterCommit(committed -> fastPath.remembers(call));
        }
        return taker;
    }

    @Override
    public boolean isHeld(InvocationId call, String taker) {
        return fastPath.holds(taker, call);
    }

    private CompletableFuture<@Nullable Void> execute(
            Execute execute, @Nullable String queue, @Nullable Payload payload) {
        return payload == null
                ? end(new AbandonInvocation(
                        execute.invocation(),
                        FailureKind.START_FAILED,
                        "the payload is no longer stored",
                        clock.instant()))
                : publish(execute, queue, json.write(execute, payload.content()));
    }

    private CompletableFuture<@Nullable Void> publish(Execute execute, @Nullable String queue, byte[] message) {
        return queue == null
                ? publisher.publish("", names.tasksFor(execute.function()), message)
                : workers.send(queue, message);
    }

    @Override
    public void retire(WorkerId worker, RetireContainer retire) {
        collected()
                .messages
                .add(() -> UnroutableException.instead(
                        publisher.publish("", names.controlOf(worker), json.write(retire)),
                        () -> report(lost(worker, retire), null)));
    }

    /** The worker's queue went, so the worker was away for longer than the broker keeps it. */
    private RecordContainerStopped lost(WorkerId worker, RetireContainer retire) {
        return new RecordContainerStopped(
                retire.container(), retire.function(), retire.life(), worker, StopReason.WORKER_LOST, clock.instant());
    }

    @Override
    public void forget(ForgetFunction function) {
        tellAllWorkers(function);
    }

    @Override
    public void cancel(CancelCall call) {
        tellAllWorkers(call);
    }

    /** Where there is no worker, there is nothing to be done. */
    private void tellAllWorkers(Control order) {
        collected()
                .messages
                .add(() -> UnroutableException.instead(
                        publisher.publish(names.controlOfAll(), "", json.write(order)),
                        () -> CompletableFuture.completedFuture(null)));
    }

    @Override
    public void abandon(AbandonInvocation abandon) {
        collected().messages.add(() -> end(abandon));
    }

    private CompletableFuture<@Nullable Void> end(AbandonInvocation abandon) {
        return report(abandon, receipts.issue(abandon.invocation(), abandon.at(), NO_PAYLOAD));
    }

    private CompletableFuture<@Nullable Void> report(Report report, @Nullable Receipt receipt) {
        return publisher.publish("", names.reports(), json.write(report, List.of(), receipt));
    }

    private Collected collected() {
        var unitOfWork = CurrentUnitOfWork.get().root();
        return unitOfWork.getOrComputeResource(COLLECTED, key -> flushedBy(unitOfWork));
    }

    private Collected flushedBy(UnitOfWork<?> unitOfWork) {
        var collected = new Collected();
        unitOfWork.onPrepareCommit(committing -> flush(collected));
        return collected;
    }

    private void flush(Collected collected) {
        collected.loaded = payloads.findAllOfACall(collected.payloads);
        CompletableFuture.allOf(
                        collected.messages.stream().map(Message::publish).toArray(CompletableFuture[]::new))
                .orTimeout(LONGEST_CONFIRM.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @FunctionalInterface
    private interface Message {
        CompletableFuture<@Nullable Void> publish();
    }

    /** What one unit of work has asked for so far. */
    private static final class Collected {
        private final List<Message> messages = new ArrayList<>();
        private final List<UUID> payloads = new ArrayList<>();
        private Map<UUID, Payload> loaded = Map.of();
    }
}
