package io.cloudfunc.command.invocation;

import io.cloudfunc.api.IdSource;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.invocation.RequestInvocation;
import io.cloudfunc.api.invocation.Terms;
import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection.KeyReused;
import io.cloudfunc.command.commit.Claim;
import io.cloudfunc.command.commit.Claims;
import io.cloudfunc.command.commit.GroupCommit;
import io.cloudfunc.command.commit.Order;
import io.cloudfunc.command.function.Revision;
import io.cloudfunc.command.function.ServingRevisions;
import io.cloudfunc.command.open.Admission;
import io.cloudfunc.command.open.Rates;
import io.cloudfunc.command.open.Room;
import io.cloudfunc.store.EventHistory;
import io.cloudfunc.store.web.Unavailability;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
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
    private final InvocationSettings settings;
    private final IdSource ids;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

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
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    InvocationId nextId() {
        return new InvocationId(ids.next());
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
        var payload = Payload.of(ids.next(), body.contentType(), body.read(), random);
        var now = clock.instant();
        var request = new RequestInvocation(
                id,
                revision.function(),
                revision.life(),
                revision.revision(),
                payload.ref(),
                now,
                now.plus(Objects.requireNonNullElse(revision.settings().maxAge(), settings.due())),
                traceparent,
                Terms.unlessUsual(revision.settings()),
                null);
        var claim = key == null ? null : claim(request, payload, key);
        if (store(new Order(request, List.of(payload), claim), request) instanceof Claim other) {
            return repeated(other, payload.content());
        }
        room.keep(payload.ref().size());
        return AcceptedInvocation.of(request);
    }

    private Claim claim(RequestInvocation request, Payload payload, IdempotencyKey key) {
        return new Claim(
                request.function(),
                key.value(),
                request.invocation(),
                payload.salt(),
                payload.ref().hash(),
                request.at().plus(settings.keepKeys()));
    }

    private AcceptedInvocation repeated(Claim earlier, byte[] body) {
        if (!earlier.isOfBody(body)) {
            throw new RejectedException(
                    new KeyReused(earlier.key(), earlier.invocation().toString()));
        }
        return AcceptedInvocation.of(history.of(earlier.invocation().toString()));
    }

    private @Nullable Object store(Order order, RequestInvocation request) {
        try {
            return commit.submitAndWait(order);
        } catch (RuntimeException unknown) {
            if (isStored(request)) {
                return null;
            }
            throw Unavailability.ofDatabase(unknown);
        }
    }

    /** After a lost commit the store itself is asked: an id of ours with this payload is ours. */
    private boolean isStored(RequestInvocation request) {
        return history.of(request.invocation().toString()).stream()
                .anyMatch(stored -> stored.event() instanceof InvocationRequested requested
                        && requested.payload().equals(request.payload()));
    }
}
