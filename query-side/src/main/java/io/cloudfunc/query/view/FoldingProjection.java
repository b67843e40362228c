package io.cloudfunc.query.view;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Keeps a view up to date: collects the events of a processor's batch, and before its commit reads the rows they touch
 * in one query, folds in memory, and writes all of them in one statement, in the processor's transaction. Rows and token
 * move together, so a batch that is handled again finds the rows as they were.
 */
public final class FoldingProjection<E, V> {

    private final View<E, V> view;
    private final ViewTable<V> table;
    private final String collected;

    public FoldingProjection(JdbcTemplate jdbc, View<E, V> view) {
        this.view = view;
        this.table = new ViewTable<>(jdbc, view);
        this.collected = FoldingProjection.class.getName() + "/" + view.table();
    }

    /**
     * Adds an event, if it says anything about a row; only within a unit of work.
     *
     * @param sequence of the event in its stream. Its place in the stream of all events would not do: the token of events
     *     that become visible late, behind others, is that of the others
     */
    public void collect(Object event, long sequence) {
        view.change(event, sequence).ifPresent(change -> {
            var batch = CurrentUnitOfWork.get().root();
            batch.<List<Change<E>>>getOrComputeResource(collected, name -> collectedIn(batch))
                    .add(change);
        });
    }

    private List<Change<E>> collectedIn(UnitOfWork<?> batch) {
        var changes = new ArrayList<Change<E>>();
        batch.onPrepareCommit(prepared -> applyOrThrowException(changes));
        return changes;
    }

    /** A batch whose preparation throws an {@link Error} is never rolled back, and its processor never heard of again. */
    private void applyOrThrowException(List<Change<E>> changes) {
        try {
            apply(changes);
        } catch (Error error) {
            throw new IllegalStateException("The view " + view.table() + " cannot be made", error);
        }
    }

    private void apply(List<Change<E>> changes) {
        var before = table.load(changes.stream().map(Change::key).distinct().toList());
        var after = new TreeMap<>(before);
        changes.forEach(change -> after.compute(change.key(), (key, row) -> view.after(row, change)));
        after.values().removeIf(row -> row.equals(before.get(row.key())));
        table.save(after.values());
    }

    /** Empties the view, for the events to make it again. */
    public void reset() {
        table.clear();
    }
}
