package io.cloudfunc.query.live;

import io.cloudfunc.query.view.View;
import io.cloudfunc.query.view.ViewTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rows of one view that were touched by events since they were told last. */
final class Touched<V> {

    /** What one message tells at most: nobody reads more of a busy list. */
    private static final int MOST_ROWS = 25;

    private final View<?, V> view;
    private final ViewTable<V> table;
    private final SequencedSet<String> keys = new LinkedHashSet<>();

    Touched(View<?, V> view, JdbcTemplate jdbc) {
        this.view = view;
        this.table = new ViewTable<>(jdbc, view);
    }

    /**
     * @param more whether other rows changed, too
     */
    record Rows(List<?> rows, boolean more) {}

    String view() {
        return view.name();
    }

    void take(Object event) {
        view.source().in(event).ifPresent(said -> keys.addLast(said.key()));
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** As they are now: the latest ones, the latest last. */
    Rows rows() {
        var all = new ArrayList<>(keys);
        var latest = all.subList(Math.max(0, all.size() - MOST_ROWS), all.size());
        keys.clear();
        return new Rows(table.find(latest), latest.size() < all.size());
    }
}
