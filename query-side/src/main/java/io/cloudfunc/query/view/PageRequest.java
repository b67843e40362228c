package io.cloudfunc.query.view;

import io.cloudfunc.api.problem.InvalidValueException;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param limit most items of the page, 1 to 500
 * @param after where the page before ended; absent for the first one
 */
public record PageRequest(int limit, @Nullable Cursor after) {

    /** Items of a page if the request does not say. */
    public static final String DEFAULT_LIMIT = "50";

    private static final int MOST = 500;

    public PageRequest {
        if (limit < 1 || limit > MOST) {
            throw new InvalidValueException("limit", limit, "1 to " + MOST);
        }
    }

    public static PageRequest of(int limit, @Nullable String cursor) {
        return new PageRequest(limit, cursor == null ? null : Cursor.parse(cursor));
    }

    /** The key after which the page begins, in a list that is ordered by its key; absent for the first one. */
    public @Nullable String afterKey() {
        return after == null ? null : after.values(1).getFirst();
    }
}
