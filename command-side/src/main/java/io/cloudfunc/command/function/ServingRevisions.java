package io.cloudfunc.command.function;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.problem.RejectedException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.Repository;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Tells which revision a call is bound to, from the store itself: what was deployed anywhere counts at once. */
@Component
public class ServingRevisions {

    /** The number of the last event decides: one look into an index, where making the aggregate takes all its events. */
    private static final String LAST_EVENT = "select coalesce(max(sequence_number), -1) from domain_event where aggregate_id = ?";

    private final Repository<Function> functions;
    private final JdbcTemplate jdbc;
    private final Map<FunctionName, Known> known = new ConcurrentHashMap<>();

    ServingRevisions(Repository<Function> functions, JdbcTemplate jdbc) {
        this.functions = functions;
        this.jdbc = jdbc;
    }

    /**
     * @throws RejectedException if there is no such function, or no revision of it is ready
     */
    public Revision of(FunctionName function) {
        var before = known.get(function);
        var look = before == null ? new SharedLook<>(() -> lastEvent(function)) : before.look();
        var last = look.get();
        if (before != null && before.at() == last) {
            return before.revision();
        }
        var revision = ask(function, aggregate -> aggregate.serving(function));
        known.put(function, new Known(last, revision, look));
        return revision;
    }

    private long lastEvent(FunctionName function) {
        return Objects.requireNonNull(jdbc.queryForObject(LAST_EVENT, Long.class, function.toString()));
    }

    /**
     * A revision that became ready in the function's present life, whether it serves or not.
     *
     * @throws RejectedException if there is no such function, or no such revision
     */
    public Revision ready(FunctionName function, int revision) {
        return ask(function, aggregate -> aggregate.ready(function, revision));
    }

    /**
     * @param at number of the function's last event, from before the revision was found, so that it may be newer
     * @param look asks for it again, for all who want it at the same time
     */
    private record Known(long at, Revision revision, SharedLook<Long> look) {}

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
