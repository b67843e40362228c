package io.cloudfunc.command.function;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.problem.RejectedException;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.Repository;
import org.springframework.stereotype.Component;

/** Tells which revision a call is bound to, from the store itself: what was deployed anywhere counts at once. */
@Component
public class ServingRevisions {

    private final Repository<Function> functions;

    ServingRevisions(Repository<Function> functions) {
        this.functions = functions;
    }

    /**
     * @throws RejectedException if there is no such function, or no revision of it is ready
     */
    public Revision of(FunctionName function) {
        return ask(function, aggregate -> aggregate.serving(function));
    }

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
