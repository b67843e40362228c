package io.cloudfunc.command.invocation;

import io.cloudfunc.api.IdSource;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.invocation.RequestInvocation;
import io.cloudfunc.api.invocation.Terms;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection.NothingStored;
import io.cloudfunc.api.problem.Rejection.UnknownInvocation;
import io.cloudfunc.api.problem.Rejection.UnknownRevision;
import io.cloudfunc.command.commit.GroupCommit;
import io.cloudfunc.command.commit.Order;
import io.cloudfunc.command.function.Revision;
import io.cloudfunc.command.function.ServingRevisions;
import io.cloudfunc.command.open.Rates;
import io.cloudfunc.store.EventHistory;
import io.cloudfunc.store.PayloadStore;
import io.cloudfunc.store.StoredEvent;
import io.cloudfunc.store.web.Unavailability;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Runs an accepted call again, as a call of its own that names it; the first one is left as it is. */
@Component
class Replay {

    private final ServingRevisions revisions;
    private final Rates rates;
    private final GroupCommit commit;
    private final EventHistory history;
    private final PayloadStore payloads;
    private final InvocationSettings settings;
    private final IdSource ids;
    private final Clock clock;

    Replay(
            ServingRevisions revisions,
            Rates rates,
            @Qualifier("intakeCommit") GroupCommit commit,
            EventHistory history,
            PayloadStore payloads,
            InvocationSettings settings,
            IdSource ids,
            Clock clock) {
        this.revisions = revisions;
        this.rates = rates;
        this.commit = commit;
        this.history = history;
        this.payloads = payloads;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param wanted revision to run, which need not serve; absent: the same as then
     */
    AcceptedInvocation replay(InvocationId origin, @Nullable Integer wanted) {
        var original = original(origin);
        rates.admit(original.function());
        var revision = wanted == null ? revisionOf(original) : revisions.ready(original.function(), wanted);
        if (payloads.find(original.payload().id()).isEmpty()) {
            throw new RejectedException(
                    new NothingStored("Invocation '%s'".formatted(origin), "input", "it was erased"));
        }
        var now = clock.instant();
        var request = new RequestInvocation(
                new InvocationId(ids.next()),
                original.function(),
                revision.life(),
                revision.revision(),
                original.payload(),
                now,
                now.plus(Objects.requireNonNullElse(revision.settings().maxAge(), settings.due())),
                null,
                Terms.unlessUsual(revision.settings()),
                origin);
        try {
            commit.submitAndWait(new Order(request, List.of()));
        } catch (CompletionException unknown) {
            throw Unavailability.ofDatabase(unknown);
        }
        return AcceptedInvocation.of(request);
    }

    private InvocationRequested original(InvocationId id) {
        return history.of(id.toString()).stream()
                .map(StoredEvent::event)
                .filter(InvocationRequested.class::isInstance)
                .map(InvocationRequested.class::cast)
                .findFirst()
                .orElseThrow(() -> new RejectedException(new UnknownInvocation(id.toString())));
    }

    private Revision revisionOf(InvocationRequested original) {
        var revision = revisions.ready(original.function(), original.revision());
        if (revision.life() != original.life()) {
            throw new RejectedException(new UnknownRevision(
                    original.function().value(),
                    original.revision(),
                    "one of its present life %d; that of life %d is gone, name one to replay with"
                            .formatted(revision.life(), original.life())));
        }
        return revision;
    }
}
