package io.cloudfunc.command.invocation;

import io.cloudfunc.api.IdSource;
import io.cloudfunc.api.invocation.InvocationDeadLettered;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRedriven;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.invocation.RedriveInvocation;
import io.cloudfunc.api.invocation.RequestInvocation;
import io.cloudfunc.api.invocation.Terms;
import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.payload.PayloadRef;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection.NoDeadLetter;
import io.cloudfunc.api.problem.Rejection.NothingStored;
import io.cloudfunc.api.problem.Rejection.UnknownInvocation;
import io.cloudfunc.command.commit.GroupCommit;
import io.cloudfunc.command.commit.Order;
import io.cloudfunc.command.function.ServingRevisions;
import io.cloudfunc.command.open.Admission;
import io.cloudfunc.store.EventHistory;
import io.cloudfunc.store.PayloadStore;
import io.cloudfunc.store.StoredEvent;
import io.cloudfunc.store.web.Unavailability;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Calls a dead letter anew, on the revision that serves now, as a call of its own that names it. That the letter is done
 * with and that the new call is accepted are one commit.
 */
@Component
class Redriving {

    /** What the new call is given instead of the letter's own input. */
    record Changed(String contentType, byte[] content) {}

    private final ServingRevisions serving;
    private final GroupCommit commit;
    private final Admission admission;
    private final EventHistory history;
    private final PayloadStore payloads;
    private final InvocationSettings settings;
    private final IdSource ids;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Redriving(
            ServingRevisions serving,
            @Qualifier("intakeCommit") GroupCommit commit,
            Admission admission,
            EventHistory history,
            PayloadStore payloads,
            InvocationSettings settings,
            IdSource ids,
            Clock clock) {
        this.serving = serving;
        this.commit = commit;
        this.admission = admission;
        this.history = history;
        this.payloads = payloads;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * The new call, or that of the first time.
     *
     * @param changed the letter's own input if empty
     */
    AcceptedInvocation redrive(InvocationId dead, Optional<Changed> changed) {
        var events =
                history.of(dead.toString()).stream().map(StoredEvent::event).toList();
        var original = only(InvocationRequested.class, events)
                .orElseThrow(() -> new RejectedException(new UnknownInvocation(dead.toString())));
        var earlier = only(InvocationRedriven.class, events).map(InvocationRedriven::as);
        if (earlier.isPresent()) {
            return accepted(earlier.get());
        }
        if (only(InvocationDeadLettered.class, events).isEmpty()) {
            throw new RejectedException(new NoDeadLetter(dead.toString(), stateOf(dead)));
        }
        var payload = changed.map(input -> Payload.of(ids.next(), input.contentType(), input.content(), random));
        var ref = payload.map(Payload::ref).orElseGet(() -> stillStored(original));
        return redrive(request(original, ref), payload.stream().toList());
    }

    private AcceptedInvocation redrive(RequestInvocation request, List<Payload> changed) {
        var dead = Objects.requireNonNull(request.origin());
        try (var room = admission.admit(
                request.invocation(), request.function(), request.payload().size())) {
            var order = new Order(new RedriveInvocation(dead, request.invocation(), request.at()), changed)
                    .then(as -> Optional.<Object>of(request).filter(mine -> as.equals(request.invocation())));
            var as = commit.submitAndWait(order);
            if (!request.invocation().equals(as)) {
                return accepted((InvocationId) Objects.requireNonNull(as));
            }
            room.keep(request.invocation(), request.payload().size());
            return AcceptedInvocation.of(request);
        } catch (CompletionException unknown) {
            throw Unavailability.ofDatabase(unknown);
        }
    }

    private RequestInvocation request(InvocationRequested original, PayloadRef payload) {
        var revision = serving.of(original.function());
        var now = clock.instant();
        return new RequestInvocation(
                new InvocationId(ids.next()),
                revision.function(),
                revision.life(),
                revision.revision(),
                payload,
                now,
                now.plus(Objects.requireNonNullElse(revision.settings().maxAge(), settings.due())),
                null,
                Terms.unlessUsual(revision.settings()),
                original.invocation());
    }

    private PayloadRef stillStored(InvocationRequested original) {
        if (payloads.find(original.payload().id()).isEmpty()) {
            throw new RejectedException(
                    new NothingStored("Invocation '%s'".formatted(original.invocation()), "input", "it was erased"));
        }
        return original.payload();
    }

    private AcceptedInvocation accepted(InvocationId id) {
        return AcceptedInvocation.of(history.of(id.toString()));
    }

    private String stateOf(InvocationId id) {
        return accepted(id).state();
    }

    private static <E> Optional<E> only(Class<E> type, List<Object> events) {
        return events.stream().filter(type::isInstance).map(type::cast).findFirst();
    }
}
