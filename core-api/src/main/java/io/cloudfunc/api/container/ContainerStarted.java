package io.cloudfunc.api.container;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.ColdReason;
import java.time.Duration;
import java.time.Instant;

/** A container of the function exists, for a call that begins in it. */
public record ContainerStarted(
        ContainerId container,
        FunctionName function,
        int life,
        int revision,
        WorkerId worker,
        ColdReason reason,
        Duration warmFor,
        Instant startedAt)
        implements ContainerEvent {}
