package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.wire.Execute;

/** Where a router gives calls to a worker of its own process, without a way through the broker. */
public interface DirectCalls {

    /**
     * Runs the call in the background, if a container of its revision is idle here now. Does not block.
     *
     * @param givenBack is run if the call did not end, and has to be sent again
     * @return false if it does not run here
     */
    boolean take(Execute call, byte[] payload, Runnable givenBack);
}
