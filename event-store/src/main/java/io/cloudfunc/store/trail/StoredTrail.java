package io.cloudfunc.store.trail;

import io.cloudfunc.trail.Checkpoint;
import io.cloudfunc.trail.Seal;
import io.cloudfunc.trail.TrailCheck;
import io.cloudfunc.trail.TrailEvent;
import io.cloudfunc.trail.Verification;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/** The chain and its events as they lie in the database. */
public final class StoredTrail {

    /** Events in memory at a time; a seal has at most half as many. */
    private static final int AT_A_TIME = 10_000;

    private static final int SEALS_AT_A_TIME = 100;

    private static final String SEALS =
            "select %s from event_seal where number > ? order by number limit ?".formatted(TrailRows.SEAL_COLUMNS);

    private static final String BETWEEN = "select %s from domain_event where %s and %s";

    private final JdbcTemplate jdbc;

    public StoredTrail(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The last one; none if nothing was sealed. */
    public Optional<Checkpoint> checkpoint() {
        return jdbc
                .query(
                        "select %s from event_seal order by number desc limit 1".formatted(TrailRows.SEAL_COLUMNS),
                        (row, number) -> TrailRows.checkpoint(row))
                .stream()
                .findFirst();
    }

    /**
     * Compares every sealed event with its digest. Call it within one snapshot, or what is sealed meanwhile may look
     * put in.
     *
     * @param known signers to expect; none: any
     * @param kept checkpoints that were kept apart
     */
    public Verification verify(Set<String> known, List<Checkpoint> kept) {
        var check = new TrailCheck(known, true, kept);
        var before = Long.MIN_VALUE;
        for (var seals = sealsAfter(0); !seals.isEmpty(); seals = sealsAfter(numberOfLast(seals))) {
            for (var group : inGroups(seals)) {
                before = verify(group, before, check);
            }
        }
        check.unsealed(count(before));
        return check.end(this::isAwaited);
    }

    private long verify(List<Seal> seals, long before, TrailCheck check) {
        var found = eventsOf(seals, before, "true");
        seals.forEach(seal -> check.seal(seal, found::remove));
        found.values().forEach(check::stray);
        return Math.max(before, highest(seals));
    }

    List<Seal> sealsAfter(long number) {
        return jdbc.query(SEALS, TrailRows.SEAL, number, SEALS_AT_A_TIME);
    }

    static long numberOfLast(List<Seal> seals) {
        return seals.getLast().checkpoint().number();
    }

    /** So that small seals need no query each, and large ones no more memory. */
    static List<List<Seal>> inGroups(List<Seal> seals) {
        var groups = new ArrayList<List<Seal>>();
        var size = AT_A_TIME;
        for (var seal : seals) {
            size += seal.positions().length;
            if (size > AT_A_TIME) {
                groups.add(new ArrayList<>());
                size = seal.positions().length;
            }
            groups.getLast().add(seal);
        }
        return groups;
    }

    static long highest(List<Seal> seals) {
        return seals.stream()
                .flatMapToLong(seal -> Arrays.stream(seal.positions()))
                .max()
                .orElse(Long.MIN_VALUE);
    }

    /** What lies after that position up to the last of the seals, and those of their events that came late. */
    Map<Long, TrailEvent> eventsOf(List<Seal> seals, long after, String condition, Object... values) {
        var late = seals.stream()
                .flatMapToLong(seal -> Arrays.stream(seal.positions()))
                .filter(position -> position <= after)
                .toArray();
        var found = new HashMap<Long, TrailEvent>();
        var between = BETWEEN.formatted(
                TrailRows.EVENT_COLUMNS,
                "(global_index > ? and global_index <= ? or global_index = any(?))",
                condition);
        jdbc.query(
                between,
                statement -> {
                    statement.setLong(1, after);
                    statement.setLong(2, highest(seals));
                    statement.setObject(3, late);
                    for (var i = 0; i < values.length; i++) {
                        statement.setObject(4 + i, values[i]);
                    }
                },
                row -> {
                    var event = Objects.requireNonNull(TrailRows.EVENT.mapRow(row, 0));
                    found.put(event.position(), event);
                });
        return found;
    }

    private long count(long after) {
        return Objects.requireNonNull(
                jdbc.queryForObject("select count(*) from domain_event where global_index > ?", Long.class, after));
    }

    private boolean isAwaited(long position) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select exists (select 1 from event_seal_gap where position = ?)", Boolean.class, position));
    }
}
