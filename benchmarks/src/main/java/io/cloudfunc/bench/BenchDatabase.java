package io.cloudfunc.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A database of its own beside the installation's, for events that nobody is to act on.
 *
 * @param url JDBC URL with user and password
 */
record BenchDatabase(String url) {

    /** Where the views' processors are: at the end, as if they had handled all events one by one. */
    private static final String TOKENS = """
        update processor_token set owner = null, updated_at = '2000-01-01T00:00:00.000Z',
          token_type = 'org.axonframework.eventhandling.GapAwareTrackingToken',
          token = convert_to('{"index":' || (select max(global_index) from domain_event) || ',"gaps":[]}', 'UTF8')
        """;

    /** Empty, whatever it was before. */
    static BenchDatabase fresh(String installation, String name) throws IOException {
        execute(installation, "drop database if exists " + name);
        execute(installation, "create database " + name);
        return new BenchDatabase(installation.replaceFirst("/[^/?]+(\\?|$)", "/" + name + "$1"));
    }

    /** Stores so many events, by far not as the platform does, and leaves its processors nothing to do. */
    void fill(int events) throws IOException {
        try (var script = Objects.requireNonNull(BenchDatabase.class.getResourceAsStream("/history.sql"))) {
            execute(
                    url,
                    new String(script.readAllBytes(), StandardCharsets.UTF_8)
                            .replace(":calls", String.valueOf(events / 2))
                            .replace(":events", String.valueOf(events))
                            .replace(":begin", "2026-01-31T12:00:00.000Z"));
        }
        execute(url, TOKENS);
        execute(url, "vacuum analyze domain_event");
    }

    /** As an administrator's. */
    void letIn(String key) throws IOException {
        execute(
                url,
                "insert into api_key (id, label, roles, hash, issued_at) values ('%s', 'bench', '{ADMIN}', '%s', now())"
                        .formatted(key.substring(0, key.lastIndexOf('_')), sha256(key)));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    String someInvocation() throws IOException {
        try (var connection = connect(url);
                var statement = connection.createStatement();
                var found = statement.executeQuery("select aggregate_id from domain_event"
                        + " where aggregate_type = 'Invocation' order by global_index offset 1000 limit 1")) {
            found.next();
            return found.getString(1);
        } catch (SQLException failed) {
            throw new IOException(failed);
        }
    }

    private static void execute(String url, String sql) throws IOException {
        try (var connection = connect(url);
                var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IOException(failed);
        }
    }

    private static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url);
    }
}
