package io.cloudfunc.command.function;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.store.LastEvent;
import io.cloudfunc.store.LastEvents;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.Repository;
import org.springframework.stereotype.Component;

/** Tells which revision a call is bound to; what was deployed anywhere counts at once, for who keeps to what is said here. */
@Component
public class ServingRevisions {

    private final Repository<Function> functions;
    private final SharedLook<String, Long> lastEvents;
    private final Map<FunctionName, Serving> known = new ConcurrentHashMap<>();

    ServingRevisions(Repository<Function> functions, LastEvents lastEvents) {
        this.functions = functions;
        this.lastEvents = new SharedLook<>(lastEvents::of);
    }

    /**
     * @throws RejectedException if there is no such function, or no revision of it is ready
     */
    public Revision of(FunctionName function) {
        return now(function).revision();
    }

    /**
     * As {@link #now}, but what was found last time, without a look: for who makes sure at the commit that its basis has not
     * changed, and looks if it has.
     */
    public Serving lately(FunctionName function) {
        var before = known.get(function);
        return before == null ? now(function) : before;
    }

    /**
     * @throws RejectedException if there is no such function, or no revision of it is ready
     */
    public Serving now(FunctionName function) {
        var last = lastEvents.get(function.toString());
        var before = known.get(function);
        if (before != null && before.basis().number() == last) {
            return before;
        }
        known.remove(function);
        var found = new Serving(
                ask(function, aggregate -> aggregate.serving(function)), new LastEvent(function.toString(), last));
        known.put(function, found);
        return found;
    }

    /** @param basis the function's last event from before the revision was found, which may be newer */
    public record Serving(Revision revision, LastEvent basis) {}

    /**
     * A revision that became ready in the function's present life, whether it serves or not.
     *
     * @throws RejectedException if there is no such function, or no such revision
     */
    public Revision ready(FunctionName function, int revision) {
        return ask(function, aggregate -> aggregate.ready(function, revision));
    }

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
