package io.cloudfunc.store;

import io.cloudfunc.api.problem.InvalidValueException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tells where in the stream of events an instant lies, and when a position was. */
public final class Timeline {

    /**
     * Events are stamped before they get their positions, and commits overtake each other: an earlier stamp stands at
     * most so many events behind a later one. Far more than all committers together can hold.
     */
    static final int DISORDER = 5_000;

    private static final String NEXT =
            "select global_index, time_stamp from domain_event where global_index >= ? order by global_index limit ?";

    private static final String BEFORE = "select global_index, time_stamp from domain_event where global_index <= ?"
            + " order by global_index desc limit ?";

    private final JdbcTemplate jdbc;
    private final Clock clock;

    Timeline(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Position of the last event that was stamped at that instant or before.
     *
     * @throws InvalidValueException for an instant that is still to come, or before the first event
     */
    public long positionAt(Instant at) {
        var now = clock.instant();
        if (at.isAfter(now)) {
            throw new InvalidValueException("at", at, "an instant up to now, %s".formatted(now));
        }
        var first = next(0).orElseThrow(() -> new InvalidValueException("at", at, "no instant: nothing happened yet"));
        if (at.isBefore(first.at())) {
            throw new InvalidValueException("at", at, "an instant from the first event on, %s".formatted(first.at()));
        }
        return lastBy(at, somewhereBy(at, first.position()));
    }

    /**
     * By when all events up to that position were stamped.
     *
     * @throws InvalidValueException for a position that no event has yet, or before the first one
     */
    public Instant instantAt(long position) {
        var first = next(0).orElseThrow(() -> new InvalidValueException("at", position, "none: nothing happened yet"));
        if (position < first.position() || position > last()) {
            throw new InvalidValueException(
                    "at", position, "the position of an event, from %d to %d".formatted(first.position(), last()));
        }
        return jdbc.query(BEFORE, (row, number) -> Stamp.in(row), position, DISORDER).stream()
                .map(Stamp::at)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** A position whose event is stamped by then, and behind which a later stamp follows. */
    private long somewhereBy(Instant at, long first) {
        var by = first;
        var after = last() + 1;
        while (after - by > 1) {
            var middle = by + (after - by) / 2;
            var found = next(middle);
            if (found.isPresent() && !found.get().at().isAfter(at)) {
                by = found.get().position();
            } else {
                after = middle;
            }
        }
        return by;
    }

    private long lastBy(Instant at, long somewhere) {
        return read(somewhere, DISORDER).stream()
                .filter(stamp -> !stamp.at().isAfter(at))
                .mapToLong(Stamp::position)
                .max()
                .orElse(somewhere);
    }

    private Optional<Stamp> next(long from) {
        return read(from, 1).stream().findFirst();
    }

    private List<Stamp> read(long from, int most) {
        return jdbc.query(NEXT, (row, number) -> Stamp.in(row), from, most);
    }

    private long last() {
        var last = jdbc.queryForObject("select max(global_index) from domain_event", Long.class);
        return last == null ? 0 : last;
    }

    private record Stamp(long position, Instant at) {
        static Stamp in(ResultSet row) throws SQLException {
            return new Stamp(row.getLong("global_index"), Instant.parse(row.getString("time_stamp")));
        }
    }
}
