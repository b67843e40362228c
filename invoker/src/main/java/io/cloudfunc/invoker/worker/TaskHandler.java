package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.wire.Execute;
import io.cloudfunc.api.wire.PrepareRevision;
import io.cloudfunc.api.wire.Task;
import io.cloudfunc.invoker.broker.Delivery;
import io.cloudfunc.invoker.broker.MessageHandler;
import io.cloudfunc.invoker.broker.UnreadableMessageException;
import io.cloudfunc.invoker.broker.Verdict;
import io.cloudfunc.invoker.broker.WireJson;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Reads a message of the tasks queue and has it done. */
final class TaskHandler implements MessageHandler {

    private static final Logger LOG = LoggerFactory.getLogger(TaskHandler.class);

    private final WireJson json;
    private final LargePayloads payloads;
    private final ExecutionWorker executions;
    private final Preparation preparation;

    TaskHandler(WireJson json, LargePayloads payloads, ExecutionWorker executions, Preparation preparation) {
        this.json = json;
        this.payloads = payloads;
        this.executions = executions;
        this.preparation = preparation;
    }

    @Override
    public Verdict handle(Delivery delivery) {
        try {
            var message = json.read(Task.class, delivery.body());
            return handle(message.head(), message.parts(), delivery.redelivered());
        } catch (UnreadableMessageException broken) {
            LOG.error("A task cannot be read and goes to the dead letters: {}", broken.getMessage());
            return Verdict.DEAD_LETTER;
        }
    }

    private Verdict handle(Task task, List<byte[]> parts, boolean redelivered) {
        try (var function = MDC.putCloseable("function", task.lifeKey())) {
            return switch (task) {
                case Execute execute -> execute(execute, parts, redelivered);
                case PrepareRevision prepare -> preparation.prepare(prepare.revision());
            };
        }
    }

    private Verdict execute(Execute task, List<byte[]> parts, boolean redelivered) {
        if (parts.size() != (task.carriesPayload() ? 1 : 0)) {
            LOG.error(
                    "Invocation {} comes with {} payloads and goes to the dead letters",
                    task.invocation(),
                    parts.size());
            return Verdict.DEAD_LETTER;
        }
        try (var invocation = MDC.putCloseable("invocation", task.invocation().toString())) {
            return payload(task, parts)
                    .map(payload -> executions.execute(task, payload, redelivered || task.mayHaveBegun()))
                    .orElseGet(() -> executions.abandonWithoutPayload(task));
        } catch (UnansweredException notNow) {
            LOG.info("Invocation {} goes back to the queue: {}", task.invocation(), notNow.getMessage());
            return Verdict.GIVE_BACK;
        }
    }

    private Optional<byte[]> payload(Execute task, List<byte[]> parts) {
        return task.carriesPayload() ? Optional.of(parts.getFirst()) : payloads.fetch(task);
    }
}
