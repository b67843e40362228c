package io.cloudfunc.query.view;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param next cursor of the part that follows; absent on the last one
 */
public record Page<T>(List<T> items, @Nullable String next) {

    public Page {
        items = List.copyOf(items);
    }

    /** The same page, its items as they are shown. */
    public Page<T> with(UnaryOperator<List<T>> shown) {
        return new Page<>(shown.apply(items), next);
    }

    /** Of a list that is ordered by its key: the keys of this page, and one more where others follow. */
    public static <T> Page<T> byKey(List<String> keys, int limit, Function<List<String>, List<T>> items) {
        var more = keys.size() > limit;
        var shown = more ? keys.subList(0, limit) : keys;
        return new Page<>(items.apply(shown), more ? new Cursor(List.of(shown.getLast())).toString() : null);
    }
}
