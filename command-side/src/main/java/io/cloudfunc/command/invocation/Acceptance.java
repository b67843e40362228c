package io.cloudfunc.command.invocation;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection.Unavailable;
import io.cloudfunc.command.commit.Claim;
import io.cloudfunc.command.commit.Claims;
import io.cloudfunc.command.commit.GroupCommit;
import io.cloudfunc.command.function.ServingRevisions;
import io.cloudfunc.command.function.ServingRevisions.Serving;
import io.cloudfunc.command.open.Admission;
import io.cloudfunc.command.open.Rates;
import io.cloudfunc.command.open.Room;
import io.cloudfunc.store.ChangedMeanwhileException;
import io.cloudfunc.store.EventHistory;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Accepts calls: payload and {@code InvocationRequested} are in one commit before the caller hears of it. */
@Component
class Acceptance {

    /** A function changes when it is deployed, not so often. */
    private static final int MOST_TRIES = 5;

    private final ServingRevisions revisions;
    private final GroupCommit commit;
    private final Claims claims;
    private final Rates rates;
    private final Admission admission;
    private final EventHistory history;
    private final NewCalls calls;

    Acceptance(
            ServingRevisions revisions,
            @Qualifier("intakeCommit") GroupCommit commit,
            Claims claims,
            Rates rates,
            Admission admission,
            EventHistory history,
            NewCalls calls) {
        this.revisions = revisions;
        this.commit = commit;
        this.claims = claims;
        this.rates = rates;
        this.admission = admission;
        this.history = history;
        this.calls = calls;
    }

    InvocationId nextId() {
        return calls.nextId();
    }

    /**
     * Refuses what cannot be run before the body is read.
     *
     * @param key if it stands for a call already, that call is the answer, and nothing is stored
     */
    AcceptedInvocation accept(
            InvocationId id,
            FunctionName function,
            Body body,
            @Nullable IdempotencyKey key,
            @Nullable String traceparent) {
        rates.admit(function);
        var earlier = key == null ? Optional.<Claim>empty() : claims.holder(function, key.value());
        if (earlier.isPresent()) {
            return repeated(earlier.get(), body.read());
        }
        var serving = revisions.lately(function);
        try (var room = admission.admit(id, function, body.most())) {
            return accept(id, serving, body, key, traceparent, room);
        }
    }

    /** With the revision that served last time; if that has changed by the commit, with the one that serves now. */
    private AcceptedInvocation accept(
            InvocationId id,
            Serving lately,
            Body body,
            @Nullable IdempotencyKey key,
            @Nullable String traceparent,
            Room room) {
        var contentType = body.contentType();
        var content = body.read();
        var function = lately.revision().function();
        var serving = lately;
        for (var tries = 1; tries <= MOST_TRIES; tries++) {
            try {
                return store(id, serving, contentType, content, key, traceparent, room);
            } catch (ChangedMeanwhileException lookNow) {
                serving = revisions.now(function);
            }
        }
        throw new RejectedException(new Unavailable("Function '%s'".formatted(function), "it changes all the time"));
    }

    private AcceptedInvocation store(
            InvocationId id,
            Serving serving,
            String contentType,
            byte[] content,
            @Nullable IdempotencyKey key,
            @Nullable String traceparent,
            Room room) {
        var call =
                calls.of(id, serving.revision(), contentType, content, key == null ? null : key.value(), traceparent);
        if (call.outcome(() -> commit.submitAndWait(call.order(serving.basis())), history) instanceof Claim other) {
            return repeated(other, content);
        }
        room.keep(id, call.size());
        return AcceptedInvocation.of(call.request());
    }

    private AcceptedInvocation repeated(Claim earlier, byte[] body) {
        return AcceptedInvocation.of(history.of(earlier.callOfBody(body).toString()));
    }
}
