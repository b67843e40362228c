package io.cloudfunc.invoker.router;

import java.time.Instant;

/**
 * A call that was sent to the workers and has not ended.
 *
 * @param incarnation the broker's memory that held it when it was sent
 */
record InFlight(Instant due, String incarnation) {}
