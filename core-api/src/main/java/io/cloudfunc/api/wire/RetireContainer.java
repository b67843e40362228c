package io.cloudfunc.api.wire;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.OfFunctionLife;

/**
 * Remove the container unless it was leased again since that lease. A worker that does not have it any more reports it
 * stopped once more, for which it needs the function life.
 */
public record RetireContainer(ContainerId container, FunctionName function, int life, long lease)
        implements Control, OfFunctionLife {}
