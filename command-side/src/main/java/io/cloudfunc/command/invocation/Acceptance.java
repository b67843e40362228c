package io.cloudfunc.command.invocation;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.command.commit.Claim;
import io.cloudfunc.command.commit.Claims;
import io.cloudfunc.command.commit.GroupCommit;
import io.cloudfunc.command.function.Revision;
import io.cloudfunc.command.function.ServingRevisions;
import io.cloudfunc.command.open.Admission;
import io.cloudfunc.command.open.Rates;
import io.cloudfunc.command.open.Room;
import io.cloudfunc.store.EventHistory;
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
            NewCalls calls) {
        this.serving = serving;
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
        if (call.outcome(() -> commit.submitAndWait(call.order()), history) instanceof Claim other) {
            return repeated(other, call.payload().content());
        }
        room.keep(id, call.size());
        return AcceptedInvocation.of(call.request());
    }

    private AcceptedInvocation repeated(Claim earlier, byte[] body) {
        return AcceptedInvocation.of(history.of(earlier.callOfBody(body).toString()));
    }
}
