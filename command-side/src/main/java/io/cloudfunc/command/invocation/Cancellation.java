package io.cloudfunc.command.invocation;

import io.cloudfunc.api.invocation.CancelInvocation;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection.UnknownInvocation;
import io.cloudfunc.command.commit.GroupCommit;
import io.cloudfunc.command.commit.Order;
import io.cloudfunc.store.EventHistory;
import io.cloudfunc.store.web.Unavailability;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Cancels calls; it goes the way of the reports, so that on one node no outcome races it. */
@Component
class Cancellation {

    /** How often another node may decide something about the same call meanwhile. */
    private static final int MOST_RACES = 5;

    private final GroupCommit commit;
    private final EventHistory history;
    private final Clock clock;

    Cancellation(@Qualifier("reportCommit") GroupCommit commit, EventHistory history, Clock clock) {
        this.commit = commit;
        this.history = history;
        this.clock = clock;
    }

    /**
     * The call, which is cancelled now or was before.
     *
     * @throws RejectedException if there is no such call, or it ended otherwise
     */
    AcceptedInvocation cancel(InvocationId invocation) {
        decide(invocation, MOST_RACES);
        return AcceptedInvocation.of(history.of(invocation.toString()));
    }

    /** A race that another node wins is decided anew, on what that node has stored. */
    private void decide(InvocationId invocation, int races) {
        try {
            commit.submitAndWait(new Order(new CancelInvocation(invocation, clock.instant()), List.of()));
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof AggregateNotFoundException) {
                throw new RejectedException(new UnknownInvocation(invocation.toString()));
            }
            if (!(failed.getCause() instanceof ConcurrencyException) || races == 0) {
                throw Unavailability.ofDatabase(failed);
            }
            decide(invocation, races - 1);
        }
    }
}
