package io.cloudfunc.query.view;

import java.time.Instant;

/**
 * An instant of the past, or a position.
 *
 * @param at by then everything up to the position was stamped
 * @param position of the last event that was stored by then, in the stream of all events
 */
public record Moment(Instant at, long position) {}
