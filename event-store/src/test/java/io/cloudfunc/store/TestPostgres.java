package io.cloudfunc.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A real PostgreSQL for tests, one per JVM, with as many empty databases as are asked for. */
public final class TestPostgres {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static final EmbeddedPostgres SERVER = start();

    private static final ScheduledExecutorService OF_ALL_POOLS = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());

    private TestPostgres() {}

    /** An empty database. */
    public static DataSource fresh() {
        var dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url());
        return dataSource;
    }

    /**
     * An empty database whose connections are used again: PostgreSQL takes up to 50 ms of a slow machine to open one. Not
     * for who leaves a connection other than it was, such as listening. No pool is ever closed, but within 40 s it has none
     * open that are idle.
     */
    public static DataSource pooled() {
        return pooled(url());
    }

    /** The same of one that is there. */
    public static DataSource pooled(String url) {
        var settings = new HikariConfig();
        settings.setJdbcUrl(url);
        settings.setMinimumIdle(0);
        settings.setIdleTimeout(10_000);
        settings.setScheduledExecutor(OF_ALL_POOLS);
        return new HikariDataSource(settings);
    }

    /** The JDBC address, with user, of an empty database. */
    public static String url() {
        var name = "test_" + DATABASES.incrementAndGet();
        new JdbcTemplate(SERVER.getPostgresDatabase()).execute("create database " + name);
        return SERVER.getJdbcUrl("postgres", name);
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "1000")
                    .start();
        } catch (IOException notStarted) {
            throw new UncheckedIOException(notStarted);
        }
    }
}
