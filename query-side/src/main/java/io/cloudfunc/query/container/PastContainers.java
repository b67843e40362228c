package io.cloudfunc.query.container;

import io.cloudfunc.api.invocation.AttemptFailed;
import io.cloudfunc.api.invocation.AttemptStarted;
import io.cloudfunc.api.invocation.DuplicateExecutionObserved;
import io.cloudfunc.api.invocation.InvocationFailed;
import io.cloudfunc.api.invocation.InvocationSucceeded;
import io.cloudfunc.query.view.Moment;
import io.cloudfunc.query.view.PastView;
import io.cloudfunc.store.EventHistory;
import io.cloudfunc.store.StoredEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Folds what containers were at a moment. Their starts and stops are found by their ids; their uses, which are events of
 * invocations, by going back in the stream: only the latest ones matter, and those lie near.
 */
@Component
class PastContainers implements PastView.States<ContainerView> {

    /** A use is stored at most so many positions from where the order of uses would have it. */
    private static final long DISORDER = 2_000;

    private static final String USES = """
            select global_index from domain_event
            where global_index > ? and global_index <= ? and payload_type = any(?)
              and substring(payload from '"container":"([^"]*)"') = any(?)
            """;
    private static final String[] OF_TYPES = Stream.of(
                    AttemptStarted.class,
                    AttemptFailed.class,
                    InvocationSucceeded.class,
                    InvocationFailed.class,
                    DuplicateExecutionObserved.class)
            .map(Class::getName)
            .toArray(String[]::new);

    private final JdbcTemplate jdbc;
    private final EventHistory events;

    PastContainers(JdbcTemplate jdbc, EventHistory events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    @Override
    public Map<String, ContainerView> at(Collection<String> keys, Moment moment) {
        var own = events.of(keys, moment.position());
        var all = new ArrayList<>(own);
        all.addAll(latestUses(new Lifetimes(keys, own, moment.position(), DISORDER)));
        all.sort(Comparator.comparingLong(StoredEvent::position));
        var views = new HashMap<String, ContainerView>();
        all.stream()
                .flatMap(stored -> ContainerChange.in(stored.event()).stream())
                .forEach(change -> views.compute(
                        change.container().value(),
                        (key, before) -> ContainerProjection.VIEW.fold().apply(before, change)));
        return views;
    }

    /** Looks back, ever further, until each container's latest use is found and well passed, or its start is. */
    private List<StoredEvent> latestUses(Lifetimes lifetimes) {
        var found = new ArrayList<StoredEvent>();
        var used = new HashSet<String>();
        var passed = new HashSet<String>();
        var upTo = lifetimes.latest();
        for (var span = DISORDER; upTo > lifetimes.earliest(); span *= 2) {
            var after = Math.max(lifetimes.earliest(), upTo - span);
            var wanted = lifetimes.during(after, upTo);
            wanted.removeAll(passed);
            passed.addAll(used);
            for (var use : wanted.isEmpty() ? List.<StoredEvent>of() : uses(after, upTo, wanted)) {
                found.add(use);
                ContainerChange.in(use.event())
                        .ifPresent(change -> used.add(change.container().value()));
            }
            upTo = after;
        }
        return found;
    }

    private List<StoredEvent> uses(long after, long upTo, Set<String> containers) {
        var positions = jdbc.query(
                USES,
                statement -> {
                    statement.setLong(1, after);
                    statement.setLong(2, upTo);
                    statement.setArray(3, statement.getConnection().createArrayOf("text", OF_TYPES));
                    statement.setArray(4, statement.getConnection().createArrayOf("text", containers.toArray()));
                },
                (row, number) -> row.getLong("global_index"));
        return events.at(positions);
    }
}
