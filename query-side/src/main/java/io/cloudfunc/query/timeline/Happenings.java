package io.cloudfunc.query.timeline;

import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.query.history.Entry;
import io.cloudfunc.query.timeline.Density.Mark;
import io.cloudfunc.query.view.Page;
import io.cloudfunc.query.view.PageRequest;
import io.cloudfunc.store.EventHistory;
import io.cloudfunc.store.InNamespaces;
import io.cloudfunc.store.StoredEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads the stream of all events backwards, and tells when there were many. */
@Component
class Happenings {

    /** As many as a screen has places for. */
    private static final int MARKS = 400;

    private static final String BACKWARDS =
            "select global_index from domain_event where global_index <= ? and %s order by global_index desc limit ?";

    private static final String SAMPLE = """
        with span as (select min(global_index) as first, max(global_index) as last from domain_event)
        select distinct mark.global_index, mark.time_stamp
        from span,
             generate_series(0, ?) as step,
             lateral (select global_index, time_stamp from domain_event
                      where global_index >= first + (last - first) * step / ?
                      order by global_index limit 1) as mark
        order by mark.global_index
        """;

    private final JdbcTemplate jdbc;
    private final EventHistory events;
    private final Clock clock;

    Happenings(JdbcTemplate jdbc, EventHistory events, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.clock = clock;
    }

    /** The latest first, up to that position. */
    Page<Entry> upTo(long position, Namespaces namespaces, PageRequest request) {
        var before = request.afterKey();
        var last = before == null ? position : Math.min(position, positionIn(before) - 1);
        var mine = BACKWARDS.formatted(InNamespaces.sql(InNamespaces.OF_EVENT, namespaces));
        var found = jdbc.queryForList(mine, Long.class, last, request.limit() + 1);
        return Page.byKey(found.stream().map(String::valueOf).toList(), request.limit(), this::at);
    }

    private static long positionIn(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException ofAnotherList) {
            throw new InvalidValueException("cursor", cursor, "the value of 'next' in a page of this list");
        }
    }

    private List<Entry> at(List<String> positions) {
        return events.at(positions.stream().map(Long::valueOf).toList()).stream()
                .sorted(Comparator.comparingLong(StoredEvent::position).reversed())
                .map(Entry::of)
                .toList();
    }

    Density density() {
        var marks = jdbc.query(
                SAMPLE,
                (row, number) -> new Mark(row.getLong("global_index"), Instant.parse(row.getString("time_stamp"))),
                MARKS,
                MARKS);
        return new Density(
                marks.stream().map(Mark::at).min(Comparator.naturalOrder()).orElse(null), clock.instant(), marks);
    }
}
