package io.cloudfunc.command.function;

import io.cloudfunc.api.function.FunctionDeployed;
import io.cloudfunc.api.function.FunctionEvent;
import io.cloudfunc.api.function.FunctionRemoved;
import io.cloudfunc.api.function.FunctionRolledBack;
import io.cloudfunc.api.function.RevisionFailed;
import io.cloudfunc.api.function.RevisionReady;
import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.payload.PayloadRef;
import io.cloudfunc.command.Waiting;
import io.cloudfunc.store.EventHistory;
import io.cloudfunc.store.EventTail;
import io.cloudfunc.store.PayloadStore;
import io.cloudfunc.store.StoredEvent;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Waits until a revision is ready or failed. */
@Component
class Preparation {

    private final EventTail tail;
    private final EventHistory history;
    private final PayloadStore payloads;

    Preparation(EventTail tail, EventHistory history, PayloadStore payloads) {
        this.tail = tail;
        this.history = history;
        this.payloads = payloads;
    }

    DeployAnswer await(Revision revision, Duration limit) {
        if (limit.isZero()) {
            return DeployAnswer.preparing(revision);
        }
        var function = revision.function().toString();
        var decided = tail.next(function, FunctionEvent.class, event -> decides(event, revision));
        try {
            history.of(function).stream()
                    .map(StoredEvent::event)
                    .map(FunctionEvent.class::cast)
                    .filter(event -> decides(event, revision))
                    .findFirst()
                    .ifPresent(decided::complete);
            return Waiting.atMost(limit, decided)
                    .map(event -> answer(revision, event))
                    .orElseGet(() -> DeployAnswer.preparing(revision));
        } finally {
            decided.cancel(false);
        }
    }

    private static boolean decides(FunctionEvent event, Revision revision) {
        return event.life() == revision.life()
                && switch (event) {
                    case RevisionReady ready -> ready.revision() == revision.revision();
                    case RevisionFailed failed -> failed.revision() == revision.revision();
                    case FunctionDeployed deployed -> false;
                    case FunctionRolledBack rolledBack -> false;
                    case FunctionRemoved removed -> false;
                };
    }

    private DeployAnswer answer(Revision revision, FunctionEvent decided) {
        return decided instanceof RevisionFailed failed
                ? DeployAnswer.failed(revision, failed, words(failed), text(failed.log()))
                : DeployAnswer.ready(revision);
    }

    private String words(RevisionFailed failed) {
        return Objects.requireNonNullElse(text(failed.said()), failed.message());
    }

    private @Nullable String text(@Nullable PayloadRef ref) {
        return ref == null ? null : payloads.find(ref.id()).map(Payload::text).orElse(null);
    }
}
