package io.cloudfunc.api.container;

import io.cloudfunc.api.function.FunctionName;
import java.time.Instant;

/** The container is gone. */
public record ContainerStopped(
        ContainerId container, FunctionName function, int life, WorkerId worker, StopReason reason, Instant stoppedAt)
        implements ContainerEvent {}
