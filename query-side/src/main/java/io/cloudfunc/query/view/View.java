package io.cloudfunc.query.view;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a view is: where it lies and how it is made.
 *
 * @param name of the view and of the processor that keeps it
 * @param table its columns are {@code key}, the ones below, {@code sequence} and {@code view}
 * @param streams where the events of a row come from
 * @param columns what lists filter by
 * @param source which events it is made of
 */
public record View<E, V>(
        String name,
        String table,
        Class<V> type,
        Streams streams,
        List<Column<V>> columns,
        Source<E> source,
        Fold<E, V> fold) {

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

    /**
     * A column beside the view, with the value it takes from it.
     *
     * @param type as PostgreSQL calls it
     */
    public record Column<V>(String name, String type, Function<V, Object> value) {}

    /** The same view in another table, such as one that is being made again beside the one in use. */
    public View<E, V> in(String otherTable) {
        return new View<>(name, otherTable, type, streams, columns, source, fold);
    }

    /** What an event says about a row, if anything. */
    Optional<Change<E>> change(Object event, long sequence) {
        return source.in(event)
                .map(said -> new Change<>(said.key(), said.event(), streams == Streams.ONE ? sequence : 0));
    }

    /** Whether it is the first that is said about its row: a table that takes every event once has none from before. */
    boolean begins(Change<E> change) {
        return streams == Streams.ONE && change.sequence() == 0;
    }

    Row<V> after(@Nullable Row<V> before, Change<E> change) {
        if (before == null) {
            return new Row<>(change.key(), change.sequence(), fold.apply(null, change.event()));
        }
        if (streams == Streams.ONE && change.sequence() <= before.sequence()) {
            return before;
        }
        return new Row<>(
                before.key(),
                Math.max(change.sequence(), before.sequence()),
                fold.apply(before.view(), change.event()));
    }
}
