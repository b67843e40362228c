package io.cloudfunc.query.function;

import io.cloudfunc.api.function.FunctionEvent;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.RevisionFailed;
import io.cloudfunc.api.payload.PayloadRef;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.query.history.Stored;
import io.cloudfunc.store.EventHistory;
import io.cloudfunc.store.StoredEvent;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds what a revision's code said while it was tried, and failed. */
@Component
class RevisionLog {

    private final EventHistory events;
    private final Stored stored;

    RevisionLog(EventHistory events, Stored stored) {
        this.events = events;
        this.stored = stored;
    }

    /** Empty if it failed without a word. */
    byte[] of(FunctionName name, int number) {
        var history = events.of(name.value());
        var function = FunctionProjection.VIEW
                .fold()
                .over(history, FunctionEvent.class)
                .orElseThrow(() -> new RejectedException(new Rejection.UnknownFunction(name.value())));
        var revision = function.revisions().stream()
                .filter(one -> one.revision() == number)
                .findFirst()
                .orElseThrow(() -> unknown(function, number));
        return switch (revision.state()) {
            case PREPARING -> throw nothing(function, number, "it is still being prepared");
            case READY -> throw nothing(function, number, "it became ready, and only a failure leaves a log");
            case FAILED ->
                failure(history, function.life(), number)
                        .map(log -> stored.content(log, owner(function, number), "log"))
                        .orElse(new byte[0]);
        };
    }

    private static Optional<PayloadRef> failure(List<StoredEvent> history, int life, int number) {
        return history.stream()
                .map(StoredEvent::event)
                .filter(RevisionFailed.class::isInstance)
                .map(RevisionFailed.class::cast)
                .filter(failed -> failed.life() == life && failed.revision() == number)
                .findFirst()
                .map(RevisionFailed::log);
    }

    private static RejectedException nothing(FunctionView function, int number, String why) {
        return new RejectedException(new Rejection.NothingStored(owner(function, number), "log", why));
    }

    private static String owner(FunctionView function, int number) {
        return "Revision %d of function '%s'".formatted(number, function.name());
    }

    private static RejectedException unknown(FunctionView function, int number) {
        return new RejectedException(new Rejection.UnknownRevision(
                function.name().value(), number, "1 to %d".formatted(function.latestRevision())));
    }
}
