package io.cloudfunc.store;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.jdbc.core.JdbcTemplate;

/** Whether the database stores: a few bytes go through its log to the disk, and no table grows. */
final class DatabaseHealthIndicator extends AbstractHealthIndicator {

    private static final String STORE = """
            select current_setting('server_version') from pg_logical_emit_message(true, 'cloudfunc', 'ready?')
            """;

    private final JdbcTemplate jdbc;

    DatabaseHealthIndicator(JdbcTemplate jdbc) {
        super("The database does not store");
        this.jdbc = jdbc;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        health.up().withDetail("postgresql", String.valueOf(jdbc.queryForObject(STORE, String.class)));
    }
}
