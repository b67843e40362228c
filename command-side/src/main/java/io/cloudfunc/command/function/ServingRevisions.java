package io.cloudfunc.command.function;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.problem.RejectedException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.Repository;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.stereotype.Component;

/** Tells which revision a call is bound to, from the store itself: what was deployed anywhere counts at once. */
@Component
public class ServingRevisions {

    /** The number of the last event decides: one look into an index, where making the aggregate takes all its events. */
    private static final String LAST_EVENTS = """
            select name, coalesce((select max(sequence_number) from domain_event where aggregate_id = name), -1)
            from unnest(?::text[]) name
            """;

    private final Repository<Function> functions;
    private final JdbcTemplate jdbc;
    private final SharedLook<String, Long> lastEvents = new SharedLook<>(this::lastEvents);
    private final Map<FunctionName, Known> known = new ConcurrentHashMap<>();

    ServingRevisions(Repository<Function> functions, JdbcTemplate jdbc) {
        this.functions = functions;
        this.jdbc = jdbc;
    }

    /**
     * @throws RejectedException if there is no such function, or no revision of it is ready
     */
    public Revision of(FunctionName function) {
        var last = lastEvents.get(function.toString());
        var before = known.get(function);
        if (before != null && before.at() == last) {
            return before.revision();
        }
        var revision = ask(function, aggregate -> aggregate.serving(function));
        known.put(function, new Known(last, revision));
        return revision;
    }

    private Map<String, Long> lastEvents(Set<String> functions) {
        var found = new HashMap<String, Long>();
        jdbc.query(
                LAST_EVENTS,
                statement ->
                        statement.setArray(1, statement.getConnection().createArrayOf("text", functions.toArray())),
                (RowCallbackHandler) row -> found.put(row.getString(1), row.getLong(2)));
        return found;
    }

    /**
     * A revision that became ready in the function's present life, whether it serves or not.
     *
     * @throws RejectedException if there is no such function, or no such revision
     */
    public Revision ready(FunctionName function, int revision) {
        return ask(function, aggregate -> aggregate.ready(function, revision));
    }

    /** @param at number of the function's last event, from before the revision was found, so that it may be newer */
    private record Known(long at, Revision revision) {}

    private Revision ask(FunctionName function, java.util.function.Function<Function, Revision> question) {
        var found = DefaultUnitOfWork.startAndGet(null)
                .executeWithResult(() -> functions
                        .loadOrCreate(function.toString(), Function::new)
                        .invoke(question));
        if (!found.isExceptional()) {
            return found.getPayload();
        }
        throw found.exceptionResult() instanceof RuntimeException failure
                ? failure
                : new IllegalStateException(found.exceptionResult());
    }
}
