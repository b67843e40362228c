package io.cloudfunc.api.function;

import io.cloudfunc.api.container.WorkerId;
import java.time.Instant;

/** The revision was prepared by a worker and serves from now on. */
public record RevisionReady(
        FunctionName function, int life, int revision, CodeIdentity identity, WorkerId worker, Instant readyAt)
        implements FunctionEvent {}
