package io.cloudfunc.invoker.engine;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.OfFunctionLife;

/** A container found by its labels. */
public record OwnedContainer(ContainerId container, FunctionName function, int life, int revision, boolean running)
        implements OfFunctionLife {}
