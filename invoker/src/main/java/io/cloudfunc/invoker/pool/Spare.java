package io.cloudfunc.invoker.pool;

import io.cloudfunc.invoker.engine.Blueprint;
import io.cloudfunc.invoker.engine.Prepared;

/** Something made ahead that nobody has claimed. */
record Spare(Blueprint blueprint, Prepared prepared) {

    int memoryMiB() {
        return blueprint.memoryMiB();
    }

    /** Whether its process runs already, so that the engine starts nothing more for it. */
    boolean isStarted() {
        return !(blueprint instanceof Blueprint.EmptyNetwork);
    }
}
