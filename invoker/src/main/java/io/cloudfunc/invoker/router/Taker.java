package io.cloudfunc.invoker.router;

import io.cloudfunc.api.container.WorkerId;
import org.jspecify.annotations.Nullable;

/**
 * Who has a call since right after it was accepted, before the router came to it.
 *
 * @param process that runs it with its own worker; absent if it was sent to one elsewhere
 * @param queue of that worker elsewhere; absent if it was not sent
 */
record Taker(
        @Nullable String process, WorkerId worker, @Nullable String queue) {}
