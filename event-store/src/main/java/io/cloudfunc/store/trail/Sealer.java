package io.cloudfunc.store.trail;

import io.cloudfunc.trail.Checkpoint;
import io.cloudfunc.trail.Seal;
import io.cloudfunc.trail.SigningKey;
import io.cloudfunc.trail.TrailEvent;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Chains and signs events behind the hot path, in the order in which they became visible. Any process may try; a lock in
 * PostgreSQL lets one at a time. An event that became visible behind others that are sealed is in the next seal.
 */
public final class Sealer {

    /** Of one seal. */
    static final int MOST_EVENTS = 5_000;

    /** No appender takes that long: its statement ends after 30 s, its idle transaction after 60 s. */
    static final Duration LATEST = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);

    /** Of gaps noticed at a time: more have never been appenders under way. */
    private static final int MOST_GAPS = 100_000;

    private static final String LOCK = "select pg_try_advisory_xact_lock(hashtext('event seal'))";

    private static final String LAST =
            "select number, events, head, last_position from event_seal order by number desc limit 1";

    private static final String NEXT = """
            select %1$s from (
              (select %1$s from domain_event where global_index > ? order by global_index limit ?)
              union all
              (select %1$s from domain_event where global_index in (select position from event_seal_gap) limit ?)
            ) found order by global_index
            """.formatted(TrailRows.EVENT_COLUMNS);

    private static final String SAVE = """
            insert into event_seal (number, events, sealed_at, head, public_key, signature, positions, digests,
              last_position) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final JdbcTemplate jdbc;
    private final TransactionOperations transaction;
    private final Clock clock;
    private final SigningKey key;

    public Sealer(JdbcTemplate jdbc, TransactionOperations transaction, Clock clock, SigningKey key) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
        this.key = key;
    }

    @Scheduled(fixedDelayString = "${cloudfunc.audit.seal-every:1s}")
    void sealWhatCame() {
        try {
            sealAll();
        } catch (DataAccessException | TransactionException notNow) {
            LOG.debug("What came is sealed at the next try", notNow);
        }
    }

    /** Seals everything that is visible now. */
    public void sealAll() {
        while (sealSome() >= MOST_EVENTS) {
            LOG.debug("More events are to be sealed");
        }
    }

    private int sealSome() {
        return Objects.requireNonNull(transaction.execute(
                begun -> Boolean.TRUE.equals(jdbc.queryForObject(LOCK, Boolean.class)) ? sealNext(last()) : 0));
    }

    private int sealNext(Last last) {
        var events = jdbc.query(NEXT, TrailRows.EVENT, last.position, MOST_EVENTS, MOST_EVENTS);
        if (events.isEmpty()) {
            return 0;
        }
        var seal = Seal.of(events, last.head, last.number + 1, last.events, clock.instant(), key);
        save(seal, Math.max(last.position, events.getLast().position()));
        remember(gaps(last.position, events));
        forget(seal.positions());
        return events.size();
    }

    private Last last() {
        return jdbc
                .query(LAST, (row, n) -> new Last(row.getLong(1), row.getLong(2), row.getBytes(3), row.getLong(4)))
                .stream()
                .findFirst()
                .orElse(Last.NONE);
    }

    private void save(Seal seal, long lastPosition) {
        var checkpoint = seal.checkpoint();
        jdbc.update(SAVE, statement -> {
            statement.setLong(1, checkpoint.number());
            statement.setLong(2, checkpoint.events());
            statement.setString(3, checkpoint.at().toString());
            statement.setBytes(4, checkpoint.head());
            statement.setBytes(5, checkpoint.key());
            statement.setBytes(6, checkpoint.signature());
            statement.setObject(7, seal.positions());
            statement.setBytes(8, seal.digests());
            statement.setLong(9, lastPosition);
        });
    }

    /** Positions passed over, before events that were appended not long ago. */
    private List<Long> gaps(long last, List<TrailEvent> events) {
        var young = clock.instant().minus(LATEST);
        var gaps = new ArrayList<Long>();
        var before = last;
        for (var event : events) {
            if (event.position() > before) {
                if (Instant.parse(event.at()).isAfter(young)) {
                    addBetween(gaps, before, event.position());
                }
                before = event.position();
            }
        }
        return gaps;
    }

    private static void addBetween(List<Long> gaps, long before, long after) {
        for (var gap = Math.max(before + 1, after - MOST_GAPS); gap < after; gap++) {
            gaps.add(gap);
        }
    }

    private void remember(List<Long> gaps) {
        if (!gaps.isEmpty()) {
            jdbc.update("insert into event_seal_gap (position, noticed_at) select unnest(?), ?", statement -> {
                statement.setObject(1, gaps.stream().mapToLong(Long::longValue).toArray());
                statement.setTimestamp(2, Timestamp.from(clock.instant()));
            });
        }
    }

    private void forget(long[] sealed) {
        jdbc.update("delete from event_seal_gap where position = any(?) or noticed_at < ?", statement -> {
            statement.setObject(1, sealed);
            statement.setTimestamp(2, Timestamp.from(clock.instant().minus(LATEST)));
        });
    }

    private record Last(long number, long events, byte[] head, long position) {

        static final Last NONE = new Last(0, 0, Checkpoint.NO_HEAD, 0);
    }
}
