package io.cloudfunc.store;

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * The numbers of aggregates' last events: one look into an index, where making an aggregate takes all its events. Who
 * remembers what an aggregate was at its last event need not look, if the database does so at the commit.
 */
public final class LastEvents {

    /** Without events -1. */
    private static final String OF = """
            select name, coalesce((select max(sequence_number) from domain_event where aggregate_id = name), -1)
            from unnest(?::text[]) name
            """;

    private static final String EXPECT = "select expect_last_events(?, ?)";
    private static final String CHANGED = "CF001";

    private final JdbcTemplate jdbc;

    LastEvents(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** For each of the aggregates the number of its last event; without events -1. */
    public Map<String, Long> of(Set<String> aggregates) {
        var found = new HashMap<String, Long>();
        jdbc.query(
                OF,
                statement ->
                        statement.setArray(1, statement.getConnection().createArrayOf("text", aggregates.toArray())),
                (RowCallbackHandler) row -> found.put(row.getString(1), row.getLong(2)));
        return found;
    }

    /**
     * Has the commit of this thread's unit of work fail with a {@link ChangedMeanwhileException} unless each of the aggregates
     * has that last event then.
     *
     * @throws IllegalStateException if the thread is in no unit of work with a transaction
     */
    public static void expect(Collection<LastEvent> expected) {
        if (!expected.isEmpty()) {
            OneTrip.current()
                    .orElseThrow(() -> new IllegalStateException("no transaction that could expect anything"))
                    .load(Expected.class, Expected::new)
                    .rows
                    .addAll(expected);
        }
    }

    private static final class Expected implements OneTrip.Load<LastEvent> {

        private final Set<LastEvent> rows = new LinkedHashSet<>();

        @Override
        public String sql() {
            return EXPECT;
        }

        @Override
        public List<LastEvent> rows() {
            return List.copyOf(rows);
        }

        @Override
        public void fill(ArrayColumns<LastEvent> columns) throws SQLException {
            columns.column("text", LastEvent::aggregate).column("bigint", LastEvent::number);
        }

        @Override
        public void explain(DataAccessException failure) {
            if (failure.getMostSpecificCause() instanceof PSQLException refused
                    && CHANGED.equals(refused.getSQLState())) {
                throw new ChangedMeanwhileException(changed(refused));
            }
        }

        private static Set<String> changed(PSQLException refused) {
            return Optional.ofNullable(refused.getServerErrorMessage())
                    .map(ServerErrorMessage::getDetail)
                    .map(detail -> Set.copyOf(List.of(detail.split(" "))))
                    .orElse(Set.of());
        }
    }
}
