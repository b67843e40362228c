package io.cloudfunc.command.invocation;

import io.cloudfunc.api.IdSource;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection.KeyReused;
import io.cloudfunc.command.commit.Claim;
import io.cloudfunc.command.commit.Claims;
import io.cloudfunc.command.commit.GroupCommit;
import io.cloudfunc.command.function.Revision;
import io.cloudfunc.command.function.ServingRevisions;
import io.cloudfunc.command.open.Admission;
import io.cloudfunc.command.open.Rates;
import io.cloudfunc.command.open.Room;
import io.cloudfunc.store.EventHistory;
import io.cloudfunc.store.web.Unavailability;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Accepts calls: payload and {@code InvocationRequested} are in one commit before the caller hears of it. */
@Component
class Acceptance {

    private final ServingRevisions serving;
    private final GroupCommit commit;
    private final Claims claims;
    private final Rates rates;
    private final Admission admission;
    private final EventHistory history;
    private final NewCalls calls;

    Acceptance(
            ServingRevisions serving,
            @Qualifier("intakeCommit") GroupCommit commit,
            Claims claims,
            Rates rates,
            Admission admission,
            EventHistory history,
            InvocationSettings settings,
            IdSource ids,
            Clock clock) {
        this.serving = serving;
        this.commit = commit;
        this.claims = claims;
        this.rates = rates;
        this.admission = admission;
        this.history = history;
        this.calls = new NewCalls(settings, ids, clock);
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
        var revision = serving.of(function);
        try (var room = admission.admit(id, function, body.most())) {
            return accept(id, revision, body, key, traceparent, room);
        }
    }

    private AcceptedInvocation accept(
            InvocationId id,
            Revision revision,
            Body body,
            @Nullable IdempotencyKey key,
            @Nullable String traceparent,
            Room room) {
        var call =
                calls.of(id, revision, body.contentType(), body.read(), key == null ? null : key.value(), traceparent);
        if (store(call) instanceof Claim other) {
            return repeated(other, call.payload().content());
        }
        room.keep(id, call.size());
        return AcceptedInvocation.of(call.request());
    }

    private AcceptedInvocation repeated(Claim earlier, byte[] body) {
        if (!earlier.isOfBody(body)) {
            throw new RejectedException(
                    new KeyReused(earlier.key(), earlier.invocation().toString()));
        }
        return AcceptedInvocation.of(history.of(earlier.invocation().toString()));
    }

    private @Nullable Object store(NewCall call) {
        try {
            return commit.submitAndWait(call.order());
        } catch (RuntimeException unknown) {
            if (call.isStoredIn(history)) {
                return null;
            }
            throw Unavailability.ofDatabase(unknown);
        }
    }
}
