package io.cloudfunc.query.view;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a view is: where it lies and how it is made.
 *
 * @param table its columns are {@code key}, the ones below, {@code sequence} and {@code view}
 * @param streams where the events of a row come from
 * @param columns what lists filter by
 */
public record View<E, V>(String table, Class<V> type, Streams streams, List<Column<V>> columns, Fold<E, V> fold) {

    public View {
        columns = List.copyOf(columns);
    }

    /** Where the events of a row come from. */
    public enum Streams {
        /** One aggregate: they come in the order of their sequence, so one at or below the row's is a repetition. */
        ONE,
        /**
         * Several aggregates: an event may become visible after a later one of another, so none may be dropped, and
         * the fold itself must be indifferent to order and repetition.
         */
        MANY
    }

    /** A column beside the view, with the value it takes from it. */
    public record Column<V>(String name, Function<V, Object> value) {}

    /** The same view in another table, such as one that is being made again beside the one in use. */
    public View<E, V> in(String otherTable) {
        return new View<>(otherTable, type, streams, columns, fold);
    }

    Row<V> after(@Nullable Row<V> before, String key, E event, long sequence) {
        if (before == null) {
            return new Row<>(key, sequence, fold.apply(null, event));
        }
        if (streams == Streams.ONE && sequence <= before.sequence()) {
            return before;
        }
        return new Row<>(key, Math.max(sequence, before.sequence()), fold.apply(before.view(), event));
    }
}
