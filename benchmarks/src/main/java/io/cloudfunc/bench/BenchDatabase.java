package io.cloudfunc.bench;

import static io.cloudfunc.bench.Figures.progress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A database that events are put into which nobody is to act on: one of its own beside the installation's, or the
 * installation's while its server does not run.
 *
 * @param url JDBC URL with user and password
 */
record BenchDatabase(String url) {

    private static final String BEGIN = "2025-01-31T12:00:00.000Z";

    private static final String AT_THE_END = """
          token_type = 'org.axonframework.eventhandling.GapAwareTrackingToken',
          token = convert_to('{"index":' || (select max(global_index) from domain_event) || ',"gaps":[]}', 'UTF8')
        """;

    /** Where all processors are: at the end, as if they had handled all events one by one. */
    private static final String TOKENS =
            "update processor_token set owner = null, updated_at = '2000-01-01T00:00:00.000Z', " + AT_THE_END;

    /**
     * The count of open calls: none is, so that a start need not read the history; before the first call there is no count.
     * What else keeps its place in the stream is the chain of seals, which the server goes on with when it runs again.
     * Timers, the backlog and idempotency keys are made by who handles or accepts a call, and gone when it has ended.
     */
    private static final String NOTHING_OPEN = """
        insert into open_calls_checkpoint (position, token, token_type, open) values (0, '', '', '{}') on conflict do nothing;
        update open_calls_checkpoint set open = '{}', position = (select max(global_index) from domain_event),
        """ + AT_THE_END;

    private static final String UNSEALED = """
        select (select max(global_index) from domain_event)
          - coalesce((select last_position from event_seal order by number desc limit 1), 0)
        """;

    private static final String ALL_HANDLED = """
        select min((convert_from(token, 'UTF8')::json ->> 'index')::bigint) = (select max(global_index) from domain_event)
        from processor_token
        """;

    /** Some calls of a history, in turns of {@code history.sql}, after each of which all has ended. */
    record Part(int first, int last) {

        private static final int CALLS_OF_A_TURN = 2_000;
        private static final int EVENTS_OF_A_TURN = 4_320;

        /** One statement makes their events. Whole days. */
        private static final int MOST_CALLS = 500_000;

        /** Of a history of so many events or, to the end of a turn, some more. */
        static List<Part> of(int events) {
            var calls = Math.ceilDiv(events, EVENTS_OF_A_TURN) * CALLS_OF_A_TURN;
            return IntStream.iterate(0, first -> first < calls, first -> first + MOST_CALLS)
                    .mapToObj(first -> new Part(first, Math.min(first + MOST_CALLS, calls) - 1))
                    .toList();
        }

        String fill(String script) {
            return script.replace(":first", String.valueOf(first))
                    .replace(":last", String.valueOf(last))
                    .replace(":begin", BEGIN);
        }
    }

    /** Empty, whatever it was before. */
    static BenchDatabase fresh(String installation, String name) throws IOException {
        execute(installation, "drop database if exists " + name);
        execute(installation, "create database " + name);
        return new BenchDatabase(installation.replaceFirst("/[^/?]+(\\?|$)", "/" + name + "$1"));
    }

    /** Stores so many events, by far not as the platform does, and leaves its processors nothing to do. */
    void fill(int events) throws IOException {
        fill(events, position -> {});
        execute(url, "vacuum analyze domain_event");
    }

    /**
     * As {@link #fill(int)}, with the calls' payloads, in an installation whose processors have handled everything and whose
     * calls have all ended.
     */
    void fillInstallation(int events) throws IOException {
        if (!isAllHandled()) {
            throw new IOException("something happened that would never be handled; measure again");
        }
        var payloads = resource("/payloads.sql");
        fill(events, position -> execute(url, payloads.replace(":after", String.valueOf(position))));
        execute(url, NOTHING_OPEN);
        settle();
    }

    /** Does something about the events behind a position. */
    @FunctionalInterface
    private interface AfterPart {
        void handle(long position) throws IOException;
    }

    private void fill(int events, AfterPart after) throws IOException {
        var history = resource("/history.sql");
        var parts = Part.of(events);
        for (var part : parts) {
            var position = new StoredRuns(url).position();
            execute(url, part.fill(history));
            after.handle(position);
            progress(
                    "%,d of %,d calls are stored",
                    part.last() + 1, parts.getLast().last() + 1);
        }
        execute(url, TOKENS);
    }

    private static String resource(String name) throws IOException {
        try (var script = Objects.requireNonNull(BenchDatabase.class.getResourceAsStream(name))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Bytes that were ever written ahead, since the database has been. For differences. */
    long writtenAhead() throws IOException {
        return number("select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint");
    }

    /** Whether all processors are at the end. */
    boolean isAllHandled() throws IOException {
        return "t".equals(ask(ALL_HANDLED));
    }

    /** How far behind the last event its seal is. */
    long unsealed() throws IOException {
        return number(UNSEALED);
    }

    /** Has the database do at once what it would do by itself some time later, or at its stop. For a superuser. */
    void settle() throws IOException {
        execute(url, "vacuum analyze");
        execute(url, "checkpoint");
    }

    long mebibytes() throws IOException {
        return number("select pg_database_size(current_database()) / 1048576");
    }

    private long number(String query) throws IOException {
        return Long.parseLong(ask(query));
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
        return ask("select aggregate_id from domain_event"
                + " where aggregate_type = 'Invocation' order by global_index offset 1000 limit 1");
    }

    private String ask(String query) throws IOException {
        try (var connection = connect(url);
                var statement = connection.createStatement();
                var found = statement.executeQuery(query)) {
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
