package io.cloudfunc.query.live;

import io.cloudfunc.api.function.Namespace;
import io.cloudfunc.api.function.OfFunctionLife;
import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.query.history.Words;
import io.cloudfunc.query.view.View;
import io.cloudfunc.query.view.ViewPositions;
import io.cloudfunc.query.view.ViewTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
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
    private final SequencedMap<String, Namespace> keys = new LinkedHashMap<>();
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
            keys.putLast(
                    said.key(), ((OfFunctionLife) event.getPayload()).function().namespace());
            last = event.trackingToken();
        });
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Waits until the view has taken in what touched them. */
    void await(ViewPositions positions) {
        positions.await(view.name(), Objects.requireNonNull(last));
    }

    /** The latest ones in these namespaces as they are now, the latest last; empty if none was touched. */
    Optional<Rows> rows(Namespaces namespaces, Words words) {
        var all = keys.entrySet().stream()
                .filter(row -> namespaces.include(row.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        var latest = all.subList(Math.max(0, all.size() - MOST_ROWS), all.size());
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(new Rows(words.inAny(table.find(latest)), latest.size() < all.size()));
    }

    void clear() {
        keys.clear();
    }
}
