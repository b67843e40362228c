package io.cloudfunc.api.function;

import java.time.Instant;

/** A revision was accepted; it does not serve before it is ready. */
public record FunctionDeployed(
        FunctionName function, int life, int revision, Code code, Settings settings, Instant deployedAt)
        implements FunctionEvent {}
