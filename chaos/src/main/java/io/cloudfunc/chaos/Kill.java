package io.cloudfunc.chaos;

import java.time.Instant;

/**
 * A part that was killed, and when it, and all that depends on it, was back.
 *
 * @param back the same instant as {@code at} where nothing else was away
 */
record Kill(Part part, Instant at, Instant back) {}
