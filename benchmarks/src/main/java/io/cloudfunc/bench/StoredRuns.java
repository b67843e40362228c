package io.cloudfunc.bench;

import java.io.IOException;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * What the stored events tell of calls. Functions are named by how their names begin, {@code after} is the position of an
 * event.
 *
 * @param database JDBC URL with user and password
 */
record StoredRuns(String database) {

    private static final String RUNS = """
            with run as materialized (
                select payload::jsonb ->> 'function' as function,
                       (payload::jsonb -> 'execution' ->> 'routedAt')::timestamptz as routed,
                       (payload::jsonb -> 'execution' ->> 'receivedAt')::timestamptz as received,
                       (payload::jsonb -> 'execution' ->> 'startedAt')::timestamptz as began,
                       (payload::jsonb ->> 'endedAt')::timestamptz as ended
                from domain_event where payload_type like '%%.InvocationSucceeded' and global_index > %d)
            """;

    private static final String MOST_AT_ONCE = """
            select coalesce(max((select count(*) from run other where other.function = run.function
                and other.began <= run.began and other.ended > run.began)), 0) from run
            """;

    private static final String MOST_CONTAINERS = """
            select coalesce(max(present), 0) from (
                select sum(case when payload_type like '%%.ContainerStarted' then 1 else -1 end)
                    over (partition by payload::jsonb ->> 'function' order by global_index) as present
                from domain_event where global_index > %d
                    and (payload_type like '%%.ContainerStarted' or payload_type like '%%.ContainerStopped')) as counted
            """;

    private static final String ENDS = """
            , span as (
                select extract(epoch from max(ended) - timestamptz '%s') as seconds
                from run where function like '%s%%' group by function)
            , waiting as (
                select extract(epoch from received - routed) * 1000 as ms from run where function like '%s%%')
            select min(seconds), percentile_cont(0.5) within group (order by seconds), max(seconds),
                (select percentile_cont(0.5) within group (order by ms) from waiting),
                (select percentile_cont(0.99) within group (order by ms) from waiting),
                (select max(ms) from waiting)
            from span
            """;

    /**
     * How long functions took until the last of their calls had ended, and how long calls were in the queue between router
     * and worker.
     */
    record Ends(
            double firstSeconds,
            double medianSeconds,
            double lastSeconds,
            double queueP50Millis,
            double queueP99Millis,
            double queueMostMillis) {

        Figures figures() {
            return new Figures()
                    .put("first_function_s", firstSeconds)
                    .put("median_function_s", medianSeconds)
                    .put("last_function_s", lastSeconds)
                    .put("queue_p50_ms", queueP50Millis)
                    .put("queue_p99_ms", queueP99Millis)
                    .put("queue_max_ms", queueMostMillis);
        }
    }

    @FunctionalInterface
    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Of the last event; 0: there is none. */
    long position() throws IOException {
        return ask("select max(global_index) from domain_event", row -> row.getLong(1));
    }

    /** How many calls have succeeded. */
    long ended(long after, String functions) throws IOException {
        return ask(
                RUNS.formatted(after) + "select count(*) from run where function like '%s%%'".formatted(functions),
                row -> row.getLong(1));
    }

    long mostAtOnce(long after) throws IOException {
        return ask(RUNS.formatted(after) + MOST_AT_ONCE, row -> row.getLong(1));
    }

    long mostContainers(long after) throws IOException {
        return ask(MOST_CONTAINERS.formatted(after), row -> row.getLong(1));
    }

    Ends ends(long after, String functions, Instant began) throws IOException {
        return ask(
                RUNS.formatted(after) + ENDS.formatted(began, functions, functions),
                row -> new Ends(
                        row.getDouble(1),
                        row.getDouble(2),
                        row.getDouble(3),
                        row.getDouble(4),
                        row.getDouble(5),
                        row.getDouble(6)));
    }

    private <T> T ask(String query, Row<T> answer) throws IOException {
        try (var connection = DriverManager.getConnection(database);
                var row = connection.createStatement().executeQuery(query)) {
            row.next();
            return answer.read(row);
        } catch (SQLException failed) {
            throw new IOException(failed);
        }
    }
}
