package io.cloudfunc.api.function;

import java.time.Instant;

/** An earlier revision serves again. */
public record FunctionRolledBack(FunctionName function, int life, int revision, Instant rolledBackAt)
        implements FunctionEvent {}
