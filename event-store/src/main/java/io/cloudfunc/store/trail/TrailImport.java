package io.cloudfunc.store.trail;

import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.trail.ExportCheck;
import io.cloudfunc.trail.TrailEvent;
import io.cloudfunc.trail.TrailLine;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Takes over an exported history, all of it or nothing, into a store that has none but of its own keys. Positions stay,
 * behind those of its keys, so that all views are the same; each event is marked, so that nothing is done because of it.
 * Keys of elsewhere let nobody in here, and are left out.
 */
public final class TrailImport {

    private static final int AT_A_TIME = 1_000;

    private static final String KEYS = "Key";

    private static final String INSERT = """
            insert into domain_event (global_index, event_id, aggregate_type, aggregate_id, sequence_number,
              payload_type, payload_revision, time_stamp, payload, metadata)
            overriding system value values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String NEXT_POSITION =
            "select setval(pg_get_serial_sequence('domain_event', 'global_index'), ?)";

    private static final String OWN_EVENTS =
            "select exists (select 1 from domain_event where aggregate_type is distinct from ?)";

    private final JdbcTemplate jdbc;
    private final TransactionOperations transaction;
    private final Clock clock;

    public TrailImport(JdbcTemplate jdbc, TransactionOperations transaction, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** How many events were imported, verified on the way; a history that is not as it was sealed is refused. */
    public long load(Stream<String> lines) {
        return Objects.requireNonNull(transaction.execute(begun -> {
            keepOthersOut();
            var loading = new Loading(Objects.requireNonNull(
                    jdbc.queryForObject("select coalesce(max(global_index), 0) from domain_event", Long.class)));
            lines.forEachOrdered(loading::take);
            return loading.end();
        }));
    }

    private void keepOthersOut() {
        jdbc.execute("lock table domain_event in exclusive mode");
        if (Boolean.TRUE.equals(jdbc.queryForObject(OWN_EVENTS, Boolean.class, KEYS))) {
            throw new RejectedException(new Rejection.StoreNotEmpty());
        }
    }

    private final class Loading {

        private final ExportCheck check = new ExportCheck(Set.of(), List.of());
        private final List<TrailEvent> events = new ArrayList<>(AT_A_TIME);
        private final Timestamp at = Timestamp.from(clock.instant());
        private final long behind;
        private long last;
        private long taken;

        Loading(long behind) {
            this.behind = behind;
        }

        void take(String line) {
            if (read(line) instanceof TrailLine.Event(TrailEvent event) && !KEYS.equals(event.aggregateType())) {
                events.add(event);
                taken++;
                last = Math.max(last, behind + event.position());
            }
            if (events.size() >= AT_A_TIME) {
                insert();
            }
        }

        private TrailLine read(String line) {
            try {
                return check.line(line);
            } catch (IllegalArgumentException notOne) {
                throw refused(String.valueOf(notOne.getMessage()));
            }
        }

        private void insert() {
            jdbc.batchUpdate(INSERT, events, AT_A_TIME, this::set);
            events.clear();
        }

        private void set(PreparedStatement statement, TrailEvent event) throws SQLException {
            statement.setLong(1, behind + event.position());
            statement.setString(2, event.id());
            statement.setString(3, event.aggregateType());
            statement.setString(4, event.aggregate());
            statement.setLong(5, event.sequence());
            statement.setString(6, event.type());
            statement.setString(7, event.revision());
            statement.setString(8, event.at());
            statement.setString(9, event.payload());
            statement.setString(
                    10, Imported.marked(event.metadata(), at.toInstant().toString()));
        }

        long end() {
            insert();
            var verification = check.end();
            verification.findings().stream().findFirst().ifPresent(finding -> {
                throw refused("%s at position %d: %s".formatted(finding.kind(), finding.position(), finding.detail()));
            });
            if (last > 0) {
                jdbc.queryForObject(NEXT_POSITION, Long.class, last);
                jdbc.update("insert into event_import (last_position, imported_at) values (?, ?)", last, at);
            }
            return taken;
        }

        private static RejectedException refused(String why) {
            return new RejectedException(
                    new Rejection.InvalidValue("export", why, "an export whose events are as they were sealed"));
        }
    }
}
