package io.cloudfunc.api.function;

import java.time.Instant;

/** This life of the function is over: waiting calls end, running ones finish, containers go. */
public record FunctionRemoved(FunctionName function, int life, Instant removedAt) implements FunctionEvent {}
