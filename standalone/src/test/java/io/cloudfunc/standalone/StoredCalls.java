package io.cloudfunc.standalone;

import io.cloudfunc.store.TestPostgres;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** What the event store itself says of all calls, so that it need not be believed from our own mouth. */
record StoredCalls(long requested, long ended, long attempts, long endedTwice, long duplicates) {

    private static final String COUNT = """
            select count(*) filter (where kind = 'InvocationRequested'),
                   count(distinct aggregate_id) filter (where kind in ('InvocationSucceeded', 'InvocationFailed', 'InvocationAbandoned')),
                   count(distinct execution) filter (where kind in ('AttemptStarted', 'InvocationSucceeded')),
                   count(*) filter (where kind in ('InvocationSucceeded', 'InvocationFailed', 'InvocationAbandoned'))
                   - count(distinct aggregate_id) filter (where kind in ('InvocationSucceeded', 'InvocationFailed', 'InvocationAbandoned')),
                   count(*) filter (where kind = 'DuplicateExecutionObserved')
            from (select aggregate_id, substring(payload_type from '[^.]+$') as kind, payload::jsonb -> 'execution' ->> 'id' as execution
                  from domain_event where aggregate_type = 'Invocation') as of_call
            """;

    private static final Map<String, DataSource> ASKED = new ConcurrentHashMap<>();

    static StoredCalls in(String database) {
        try (var connection =
                        ASKED.computeIfAbsent(database, TestPostgres::pooled).getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(COUNT)) {
            row.next();
            return new StoredCalls(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
        } catch (SQLException notReached) {
            throw new IllegalStateException(notReached);
        }
    }

    boolean allEnded(long expected) {
        return requested == expected && ended == expected;
    }
}
