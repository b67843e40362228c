package io.cloudfunc.query.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.cloudfunc.store.TestPostgres;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

class SnapshotIT {

    private final HikariDataSource dataSource = new HikariDataSource();
    private JdbcTemplate jdbc;
    private Snapshot snapshot;

    @BeforeEach
    void connect() {
        dataSource.setJdbcUrl(TestPostgres.url());
        dataSource.addDataSourceProperty("socketTimeout", 1);
        jdbc = new JdbcTemplate(dataSource);
        snapshot = new Snapshot(jdbc, new JdbcTransactionManager(dataSource));
        jdbc.execute("create table thing (name text)");
    }

    @AfterEach
    void close() {
        dataSource.close();
    }

    @Test
    void may_read_for_longer_than_other_statements() {
        assertThat(snapshot.read(() -> jdbc.queryForList("select pg_sleep(1.2)")))
                .hasSize(1);
    }

    @Test
    void does_not_see_what_is_written_meanwhile() {
        var seen = snapshot.read(() -> {
            var before = count();
            Thread.ofVirtual().start(() -> jdbc.update("insert into thing values ('a')"));
            await().until(() -> new JdbcTemplate(new SingleConnectionDataSource(dataSource.getJdbcUrl(), true))
                            .queryForObject("select count(*) from thing", Integer.class)
                    == 1);
            return before + count();
        });

        assertThat(seen).isZero();
        assertThat(count()).isOne();
    }

    private int count() {
        return Objects.requireNonNull(jdbc.queryForObject("select count(*) from thing", Integer.class));
    }
}
