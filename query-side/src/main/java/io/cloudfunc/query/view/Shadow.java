package io.cloudfunc.query.view;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A view that is made anew in a table of its own, which nobody else writes. Collects what many events say, and writes each
 * row of theirs once: those that are new by COPY.
 */
public final class Shadow<E, V> {

    private final View<E, V> view;
    private final ViewTable<V> rows;
    private final List<Change<E>> changes = new ArrayList<>();

    private Shadow(JdbcTemplate jdbc, View<E, V> view) {
        this.view = view;
        this.rows = new ViewTable<>(jdbc, view);
    }

    /** Of that view, in a table that is there. */
    public static <E, V> Shadow<E, V> of(JdbcTemplate jdbc, View<E, V> view, String table) {
        return new Shadow<>(jdbc, view.in(table));
    }

    /** Takes in an event, if it says anything about a row. */
    public void take(EventMessage<?> event) {
        var sequence = event instanceof DomainEventMessage<?> ofAggregate ? ofAggregate.getSequenceNumber() : 0;
        view.change(event.getPayload(), sequence).ifPresent(changes::add);
    }

    /** Writes what was taken in, within the caller's transaction. */
    public void flush() {
        var before = rows.load(mayHaveRow());
        var after = new HashMap<>(before);
        changes.forEach(change -> after.compute(change.key(), (key, row) -> view.after(row, change)));
        changes.clear();
        var fresh = new TreeMap<>(after);
        fresh.keySet().removeAll(before.keySet());
        rows.copy(fresh.values());
        after.keySet().retainAll(before.keySet());
        after.values().removeIf(row -> row.equals(before.get(row.key())));
        rows.save(after.values());
    }

    /** Nearly all that a part is about begins in it, and is not looked for. */
    private Collection<String> mayHaveRow() {
        var keys = new HashSet<String>();
        changes.forEach(change -> keys.add(change.key()));
        changes.stream().filter(view::begins).map(Change::key).forEach(keys::remove);
        return keys;
    }
}
