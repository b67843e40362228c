package io.cloudfunc.query.rebuild;

import io.cloudfunc.query.rebuild.Check.Finding;
import io.cloudfunc.query.rebuild.Check.Sort;
import io.cloudfunc.query.view.Shadow;
import io.cloudfunc.query.view.Snapshot;
import io.cloudfunc.query.view.View;
import io.cloudfunc.query.view.ViewPositions;
import io.cloudfunc.store.EventFeed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Compares a view in use with one made anew in a temporary table. Both are looked at in one snapshot of the database, in
 * which the view is exactly where its token says: nobody is kept waiting, and nothing is left behind.
 */
@Component
class Checks {

    private static final int EVENTS_AT_A_TIME = 5_000;
    private static final int MOST_FINDINGS = 20;

    private static final String DIFFERENCES = """
            from %s used full join %s made using (key)
            where used::text is distinct from made::text
            """;
    private static final String SORT = """
            case when used.key is null then 'MISSING' when made.key is null then 'EXTRA' else 'DIFFERENT' end as sort
            """;

    private final Snapshot snapshot;
    private final ViewPositions positions;
    private final EventFeed feed;
    private final JdbcTemplate jdbc;

    Checks(Snapshot snapshot, ViewPositions positions, EventFeed feed, JdbcTemplate jdbc) {
        this.snapshot = snapshot;
        this.positions = positions;
        this.feed = feed;
        this.jdbc = jdbc;
    }

    Check of(View<?, ?> view) {
        return snapshot.draft(() -> {
            var anew = "anew_" + view.table();
            jdbc.execute(
                    "create temporary table %s (like %s including all) on commit drop".formatted(anew, view.table()));
            var end = positions.token(view.name()).map(Checks::withGaps).orElse(null);
            var events = end == null ? 0 : makeAnew(Shadow.of(jdbc, view, anew), end);
            return compare(view, anew, end == null ? 0 : end.getIndex(), events);
        });
    }

    private static GapAwareTrackingToken withGaps(TrackingToken token) {
        return WrappedToken.unwrap(token, GapAwareTrackingToken.class)
                .orElseThrow(() -> new IllegalStateException("Unknown kind of token: " + token));
    }

    /** From all events that the view in use has taken in, and those only. */
    private long makeAnew(Shadow<?, ?> shadow, GapAwareTrackingToken end) {
        var events = 0L;
        TrackingToken token = null;
        while (true) {
            var part = feed.after(token, EVENTS_AT_A_TIME);
            var covered = part.stream()
                    .filter(event ->
                            position(event) <= end.getIndex() && !end.getGaps().contains(position(event)))
                    .toList();
            covered.forEach(shadow::take);
            shadow.flush();
            events += covered.size();
            if (part.size() < EVENTS_AT_A_TIME || position(part.getLast()) > end.getIndex()) {
                return events;
            }
            token = part.getLast().trackingToken();
        }
    }

    private static long position(TrackedEventMessage<?> event) {
        return Objects.requireNonNull(event.trackingToken()).position().orElseThrow();
    }

    private Check compare(View<?, ?> view, String anew, long position, long events) {
        var differences = DIFFERENCES.formatted(view.table(), anew);
        var counts = new HashMap<Sort, Long>();
        jdbc.query("select %s, count(*) as count %s group by 1".formatted(SORT, differences), row -> {
            counts.put(Sort.valueOf(row.getString("sort")), row.getLong("count"));
        });
        return new Check(
                view.name(),
                position,
                events,
                rows(view.table()),
                count(counts, Sort.MISSING),
                count(counts, Sort.EXTRA),
                count(counts, Sort.DIFFERENT),
                counts.isEmpty() ? List.of() : findings(differences));
    }

    private long rows(String table) {
        return Objects.requireNonNull(jdbc.queryForObject("select count(*) from " + table, Long.class));
    }

    private static long count(Map<Sort, Long> counts, Sort sort) {
        return counts.getOrDefault(sort, 0L);
    }

    private List<Finding> findings(String differences) {
        return jdbc.query(
                "select %s, key %s order by key limit %d".formatted(SORT, differences, MOST_FINDINGS),
                (row, number) -> new Finding(Sort.valueOf(row.getString("sort")), row.getString("key")));
    }
}
