package io.cloudfunc.query.rebuild;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A view, how far it is, and how far it was last made anew.
 *
 * @param position up to which it has taken in the events; -1 before the first
 * @param behind positions of the stream after that one, of which some may hold no event
 * @param lag age of the oldest event that it has not taken in
 * @param rebuild the last one, or the one under way; absent if there never was one
 */
public record ProjectionView(
        String name,
        String table,
        long position,
        long behind,
        Duration lag,
        @Nullable Rebuild rebuild) {}
