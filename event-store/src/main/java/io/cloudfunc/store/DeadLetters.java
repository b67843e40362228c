package io.cloudfunc.store;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.api.invocation.InvocationId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Finds the calls that ended as dead letters and were not redriven, in the events themselves. */
public final class DeadLetters {

    /** The type is written into the statement, for the planner to see that the partial index fits. */
    private static final String OLDEST = """
            select dead.aggregate_id from domain_event dead
            where dead.payload_type = 'io.cloudfunc.api.invocation.InvocationDeadLettered'
              and dead.aggregate_id > ? and (?::text is null or dead.payload::json ->> 'function' = ?) and %s
              and not exists (select from domain_event redriven where redriven.aggregate_id = dead.aggregate_id
                and redriven.payload_type = 'io.cloudfunc.api.invocation.InvocationRedriven')
            order by dead.aggregate_id limit ?
            """;

    private final JdbcTemplate jdbc;

    DeadLetters(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Those that were accepted first.
     *
     * @param function all functions if absent
     * @param after only later ones than this
     */
    public List<InvocationId> oldest(
            Namespaces namespaces, @Nullable FunctionName function, @Nullable InvocationId after, int limit) {
        var name = function == null ? null : function.value();
        return jdbc.query(
                OLDEST.formatted(InNamespaces.sql("dead.payload::json ->> 'function'", namespaces)),
                (row, number) -> InvocationId.parse(row.getString(1)),
                after == null ? "" : after.toString(),
                name,
                name,
                limit);
    }
}
