package io.cloudfunc.command.invocation;

import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.invocation.RequestInvocation;
import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.command.commit.Claim;
import io.cloudfunc.command.commit.Order;
import io.cloudfunc.store.ChangedMeanwhileException;
import io.cloudfunc.store.EventHistory;
import io.cloudfunc.store.LastEvent;
import io.cloudfunc.store.web.Unavailability;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call that is to be stored.
 *
 * @param claim the key that it needs for itself; absent: none
 */
record NewCall(
        RequestInvocation request,
        Payload payload,
        @Nullable Claim claim) {

    InvocationId id() {
        return request.invocation();
    }

    /** Bytes of its body. */
    long size() {
        return payload.ref().size();
    }

    Order order() {
        return new Order(request, List.of(payload), claim, null);
    }

    /** @param basis what the call's revision was found by */
    Order order(LastEvent basis) {
        return new Order(request, List.of(payload), claim, basis);
    }

    /**
     * What its commit gave: a {@link Claim} if another call was first with its key. After a lost commit the store itself is
     * asked: an id of ours with this payload is ours.
     *
     * @throws RejectedException if it is unknown whether it is stored
     * @throws ChangedMeanwhileException if it is not stored, since its basis has changed
     */
    @Nullable
    Object outcome(Supplier<@Nullable Object> commit, EventHistory history) {
        try {
            return commit.get();
        } catch (RuntimeException unknown) {
            if (isStoredIn(history)) {
                return null;
            }
            if (unknown.getCause() instanceof ChangedMeanwhileException changed) {
                throw changed;
            }
            throw Unavailability.ofDatabase(unknown);
        }
    }

    private boolean isStoredIn(EventHistory history) {
        return history.of(id().toString()).stream()
                .anyMatch(stored -> stored.event() instanceof InvocationRequested requested
                        && requested.payload().equals(request.payload()));
    }
}
