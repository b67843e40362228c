package io.cloudfunc.invoker.pool;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.invoker.engine.EngineException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A container could not be made ready for a call. Whatever was made of it is being removed. */
public final class StartFailedException extends RuntimeException {

    private final transient EngineException failure;
    private final transient @Nullable ContainerId container;
    private final ColdReason coldReason;
    private final transient StartPhases phases;

    StartFailedException(
            EngineException failure, @Nullable ContainerId container, ColdReason coldReason, StartPhases phases) {
        super(failure.getMessage(), failure);
        this.failure = failure;
        this.container = container;
        this.coldReason = coldReason;
        this.phases = phases;
    }

    public EngineException failure() {
        return failure;
    }

    /** Empty if the engine did not even create it. */
    public Optional<ContainerId> container() {
        return Optional.ofNullable(container);
    }

    public ColdReason coldReason() {
        return coldReason;
    }

    public StartPhases phases() {
        return phases;
    }
}
