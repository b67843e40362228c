package io.cloudfunc.query.rebuild;

import io.cloudfunc.query.rebuild.Rebuild.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The rebuilds that were asked for, in PostgreSQL: at most one is under way in the whole installation. */
@Component
class Rebuilds {

    private static final String ASK = """
            insert into view_rebuild (views, asked_at, target)
            select ?, ?, coalesce(max(global_index), 0) from domain_event
            on conflict do nothing
            """;
    private static final String SELECT = "select * from view_rebuild where ";

    private final JdbcTemplate jdbc;
    private final Clock clock;

    Rebuilds(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Whether it was taken down; it is not where another one is under way. */
    boolean ask(Collection<String> views) {
        return jdbc.update(ASK, statement -> {
                    statement.setArray(1, statement.getConnection().createArrayOf("text", views.toArray()));
                    statement.setTimestamp(2, Timestamp.from(clock.instant()));
                })
                == 1;
    }

    Optional<Rebuild> underWay() {
        return jdbc.query(SELECT + "state = 'RUNNING'", (row, number) -> read(row)).stream()
                .findFirst();
    }

    /** The last one that the view was or is a part of. */
    Optional<Rebuild> lastOf(String view) {
        return jdbc.query(SELECT + "? = any(views) order by id desc limit 1", (row, number) -> read(row), view).stream()
                .findFirst();
    }

    void tookIn(Rebuild rebuild, int events, long upTo) {
        jdbc.update(
                "update view_rebuild set events = events + ?, position = ? where id = ?", events, upTo, rebuild.id());
    }

    void worked(Rebuild rebuild, double seconds) {
        jdbc.update("update view_rebuild set seconds = seconds + ? where id = ?", seconds, rebuild.id());
    }

    void end(Rebuild rebuild, State as, @Nullable String problem) {
        jdbc.update(
                "update view_rebuild set state = ?, ended_at = ?, problem = ? where id = ?",
                as.name(),
                Timestamp.from(clock.instant()),
                problem,
                rebuild.id());
    }

    private static Rebuild read(ResultSet row) throws SQLException {
        return new Rebuild(
                row.getLong("id"),
                Arrays.asList((String[]) row.getArray("views").getArray()),
                State.valueOf(row.getString("state")),
                row.getTimestamp("asked_at").toInstant(),
                instant(row.getTimestamp("ended_at")),
                row.getLong("target"),
                row.getLong("position"),
                row.getLong("events"),
                row.getDouble("seconds"),
                row.getString("problem"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
