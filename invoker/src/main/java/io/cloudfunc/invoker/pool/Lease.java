package io.cloudfunc.invoker.pool;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.invoker.engine.Sandbox;
import org.jspecify.annotations.Nullable;

/**
 * The use of a container for one call, until it is given back or discarded.
 *
 * @param number counts the uses of the container, from 1
 * @param coldReason why the container was started for this call; absent if it was warm
 */
public record Lease(
        long place, Sandbox sandbox, long number, @Nullable ColdReason coldReason, StartPhases phases) {

    public ContainerId container() {
        return sandbox.id();
    }
}
