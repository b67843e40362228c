package io.cloudfunc.query.invocation;

import io.cloudfunc.api.invocation.InvocationAbandoned;
import io.cloudfunc.api.invocation.InvocationEnded;
import io.cloudfunc.api.invocation.InvocationFailed;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationSucceeded;
import io.cloudfunc.api.payload.PayloadRef;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.query.history.Stored;
import io.cloudfunc.query.history.Words;
import io.cloudfunc.store.StoredEvent;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds what an invocation put out and what it logged. */
@Component
class InvocationBytes {

    private final Invocations invocations;
    private final Stored stored;
    private final Words words;

    InvocationBytes(Invocations invocations, Stored stored, Words words) {
        this.invocations = invocations;
        this.stored = stored;
        this.words = words;
    }

    record Output(String contentType, byte[] content) {}

    Output output(InvocationId id) {
        return switch (end(id, "output")) {
            case InvocationSucceeded succeeded ->
                new Output(succeeded.output().contentType(), stored.content(succeeded.output(), owner(id), "output"));
            case InvocationFailed failed ->
                throw failed(id, failed.kind().name(), words.of(failed.message(), failed.said()));
            case InvocationAbandoned abandoned ->
                throw failed(id, abandoned.reason().name(), abandoned.message());
        };
    }

    /** Empty if the function wrote nothing. */
    byte[] log(InvocationId id) {
        return switch (end(id, "log")) {
            case InvocationSucceeded succeeded -> log(id, succeeded.log());
            case InvocationFailed failed -> log(id, failed.log());
            case InvocationAbandoned abandoned ->
                throw nothing(id, "log", "it was given up before a run of it ended (%s)".formatted(abandoned.reason()));
        };
    }

    private byte[] log(InvocationId id, @Nullable PayloadRef log) {
        return log == null ? new byte[0] : stored.content(log, owner(id), "log");
    }

    private InvocationEnded end(InvocationId id, String what) {
        var history = invocations.storedEvents(id);
        var state = invocations.folded(id, history).state();
        return history.stream()
                .map(StoredEvent::event)
                .filter(InvocationEnded.class::isInstance)
                .map(InvocationEnded.class::cast)
                .findFirst()
                .orElseThrow(() -> nothing(id, what, "it has not ended yet and is %s".formatted(state)));
    }

    private static RejectedException failed(InvocationId id, String kind, String message) {
        return nothing(id, "output", "it failed with %s: %s".formatted(kind, message));
    }

    private static RejectedException nothing(InvocationId id, String what, String why) {
        return new RejectedException(new Rejection.NothingStored(owner(id), what, why));
    }

    private static String owner(InvocationId id) {
        return "Invocation '%s'".formatted(id);
    }
}
