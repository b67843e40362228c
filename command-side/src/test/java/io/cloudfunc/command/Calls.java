package io.cloudfunc.command;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.ExecutionId;
import java.time.Instant;
import java.util.UUID;

/** Executions as a worker reports them. */
public final class Calls {

    public static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    public static final WorkerId WORKER = new WorkerId("worker-1");
    public static final ContainerId CONTAINER = new ContainerId("container-1");

    private Calls() {}

    /** An execution like no other. */
    public static Execution execution() {
        return execution(NOON);
    }

    /** One of the request that was sent then. */
    public static Execution execution(Instant routedAt) {
        return new Execution(
                new ExecutionId(UUID.randomUUID()), WORKER, CONTAINER, 1, ColdReason.FIRST_CALL, routedAt, NOON, NOON);
    }
}
