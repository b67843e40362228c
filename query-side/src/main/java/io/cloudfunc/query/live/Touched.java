package io.cloudfunc.query.live;

import io.cloudfunc.query.history.Words;
import io.cloudfunc.query.view.View;
import io.cloudfunc.query.view.ViewPositions;
import io.cloudfunc.query.view.ViewTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.SequencedSet;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rows of one view that were touched by events since they were told last. */
final class Touched<V> {

    /** What one message tells at most: nobody reads more of a busy list. */
    private static final int MOST_ROWS = 25;

    private final View<?, V> view;
    private final ViewTable<V> table;
    private final SequencedSet<String> keys = new LinkedHashSet<>();
    private @Nullable TrackingToken last;

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

    void take(TrackedEventMessage<?> event) {
        view.source().in(event.getPayload()).ifPresent(said -> {
            keys.addLast(said.key());
            last = event.trackingToken();
        });
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** The latest ones as they are now, the latest last; waits until the view has taken in what touched them. */
    Rows rows(ViewPositions positions, Words words) {
        positions.await(view.name(), Objects.requireNonNull(last));
        var all = new ArrayList<>(keys);
        var latest = all.subList(Math.max(0, all.size() - MOST_ROWS), all.size());
        keys.clear();
        return new Rows(words.inAny(table.find(latest)), latest.size() < all.size());
    }
}
