package io.cloudfunc.command.function;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection.UnknownFunction;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.AggregateNotFoundException;
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
        var found = DefaultUnitOfWork.startAndGet(null)
                .executeWithResult(
                        () -> functions.load(function.toString()).invoke(aggregate -> aggregate.serving(function)));
        if (!found.isExceptional()) {
            return found.getPayload();
        }
        throw switch (found.exceptionResult()) {
            case AggregateNotFoundException never -> unknown(function);
            case RuntimeException failure -> failure;
            case Throwable failure -> new IllegalStateException(failure);
        };
    }

    static RejectedException unknown(FunctionName function) {
        return new RejectedException(new UnknownFunction(function.value()));
    }
}
