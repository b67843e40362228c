package io.cloudfunc.invoker.router;

import io.cloudfunc.api.container.WorkerId;

/** Who has a call since right after it was accepted, before the router came to it. */
sealed interface Taker {

    WorkerId worker();

    /** A process that runs it with its own worker. */
    record RunsHere(String process, WorkerId worker) implements Taker {}

    /** A worker elsewhere, in the queue of its own. */
    record SentTo(WorkerId worker, String queue) implements Taker {}
}
