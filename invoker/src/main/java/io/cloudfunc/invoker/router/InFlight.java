package io.cloudfunc.invoker.router;

import java.time.Instant;

/**
 * A call that was sent to the workers and has not ended.
 *
 * @param due when it must have begun; after that, when its end is asked for again
 * @param incarnation the broker's memory that held it when it was sent
 */
record InFlight(Instant due, String incarnation) {}
