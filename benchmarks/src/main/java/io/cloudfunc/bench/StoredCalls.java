package io.cloudfunc.bench;

import java.io.IOException;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * What the stored events tell of calls.
 *
 * @param database JDBC URL with user and password
 * @param functions those with names like this, as SQL compares
 * @param after the position of an event; what was stored by then does not count
 */
record StoredCalls(String database, String functions, long after) {

    private static final String RUNS = """
            with run as (
                select aggregate_id, payload::jsonb -> 'execution' ->> 'worker' as worker,
                       payload::jsonb -> 'execution' ->> 'coldReason' is null as warm,
                       (payload::jsonb -> 'execution' ->> 'routedAt')::timestamptz as routed,
                       (payload::jsonb ->> 'endedAt')::timestamptz as ended
                from domain_event where payload_type like '%%.InvocationSucceeded' and global_index > %d
                    and payload::jsonb ->> 'function' like '%s')
            """;

    private static final String ENDS = "InvocationSucceeded|InvocationFailed|InvocationAbandoned";

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    /** What stands so many positions behind the last one is visible. */
    private static final long SETTLED = 20_000;

    private static final String IDS_OF = """
            select aggregate_id from domain_event where global_index > %d
                and payload_type similar to '%%.(%s)' and payload::jsonb ->> 'function' like '%s'
            """;

    /**
     * Those that ended in a time.
     *
     * @param leastOfWorker how many those were on the worker that had fewest
     */
    record Ended(long calls, long warm, long workers, long leastOfWorker) {

        double warmShare() {
            return warm / (double) calls;
        }
    }

    @FunctionalInterface
    private interface Rows<T> {
        T read(ResultSet rows) throws SQLException;
    }

    static StoredCalls fromNowOn(String database, String functions) throws IOException {
        return new StoredCalls(database, functions, new StoredRuns(database).position());
    }

    Ended ended(Instant from, Instant to) throws IOException {
        return ask(RUNS.formatted(after, functions) + """
                , of_worker as (
                    select count(*) as calls, count(*) filter (where warm) as warm from run
                    where ended >= timestamptz '%s' and ended < timestamptz '%s' group by worker)
                select coalesce(sum(calls), 0), coalesce(sum(warm), 0), count(*), coalesce(min(calls), 0) from of_worker
                """.formatted(from, to), rows -> {
            rows.next();
            return new Ended(rows.getLong(1), rows.getLong(2), rows.getLong(3), rows.getLong(4));
        });
    }

    /** From an instant until the next call was sent to a worker; -1 if none was. */
    double secondsToNextSent(Instant then) throws IOException {
        var query =
                "select extract(epoch from min(routed) - timestamptz '%1$s') from run where routed > timestamptz '%1$s'";
        return ask(RUNS.formatted(after, functions) + query.formatted(then), rows -> {
            rows.next();
            var seconds = rows.getDouble(1);
            return rows.wasNull() ? -1 : seconds;
        });
    }

    /** From acceptance to the instant at which a call was sent to a worker, or taken by one. */
    Figures routedLater() throws IOException {
        var query = """
                , accepted as (
                    select aggregate_id, (payload::jsonb ->> 'requestedAt')::timestamptz as at
                    from domain_event where payload_type like '%%.InvocationRequested' and global_index > %d)
                select percentile_cont(array[0.5, 0.99, 1]) within group (
                    order by extract(epoch from routed - at) * 1000) from run join accepted using (aggregate_id)
                """.formatted(after);
        return ask(RUNS.formatted(after, functions) + query, rows -> {
            rows.next();
            var quantiles = (Double[]) rows.getArray(1).getArray();
            return new Figures()
                    .put("p50_ms", quantiles[0])
                    .put("p99_ms", quantiles[1])
                    .put("max_ms", quantiles[2]);
        });
    }

    /** The name of the node whose router handles events now. */
    String ownerOfRouting() throws IOException {
        return ask("select coalesce(max(owner), '') from processor_token where processor_name = 'router'", rows -> {
            rows.next();
            return rows.getString(1);
        });
    }

    Set<String> accepted() throws IOException {
        return ids("InvocationRequested");
    }

    Set<String> succeeded() throws IOException {
        return ids("InvocationSucceeded");
    }

    /** Those that will not change any more. */
    Set<String> terminal() throws IOException {
        return ids(ENDS);
    }

    /**
     * Waits until so many will not change any more, or none has come to that for so long that none will; how many have. What
     * was counted long ago is not counted again, since that would take as much as what is measured.
     */
    long awaitEnds(long calls, Duration silence) throws IOException {
        var rest = this;
        var before = 0L;
        var ended = 0L;
        for (var progressAt = System.nanoTime();
                ended < calls && System.nanoTime() - progressAt < silence.toNanos(); ) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            var settled = new StoredRuns(database).position() - SETTLED;
            if (settled > rest.after) {
                before += rest.endsUpTo(settled);
                rest = new StoredCalls(database, functions, settled);
            }
            var now = before + rest.endsUpTo(Long.MAX_VALUE);
            progressAt = now > ended ? System.nanoTime() : progressAt;
            ended = now;
        }
        return ended;
    }

    private long endsUpTo(long position) throws IOException {
        var query = "select count(*) from (%s and global_index <= %d) ended"
                .formatted(IDS_OF.formatted(after, ENDS, functions), position);
        return ask(query, rows -> {
            rows.next();
            return rows.getLong(1);
        });
    }

    /** Those that ran once more after they had ended. */
    Set<String> ranTwice() throws IOException {
        return ids("DuplicateExecutionObserved");
    }

    private Set<String> ids(String events) throws IOException {
        return ask(IDS_OF.formatted(after, events, functions), rows -> {
            var ids = new HashSet<String>();
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
            return ids;
        });
    }

    private <T> T ask(String query, Rows<T> answer) throws IOException {
        try (var connection = DriverManager.getConnection(database);
                var rows = connection.createStatement().executeQuery(query)) {
            return answer.read(rows);
        } catch (SQLException failed) {
            throw new IOException(failed);
        }
    }
}
