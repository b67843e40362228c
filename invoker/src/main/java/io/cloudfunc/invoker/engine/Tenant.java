package io.cloudfunc.invoker.engine;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.OfFunctionLife;

/** The revision that a container serves. */
public record Tenant(FunctionName function, int life, int revision) implements OfFunctionLife {}
