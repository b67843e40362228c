package io.cloudfunc.query.invocation;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.invocation.Phases;
import io.cloudfunc.api.payload.PayloadRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call and what became of it.
 *
 * @param start whether the run that counts used a warm container; absent before a run began
 * @param attempts runs that began before the outcome
 * @param duplicates runs that ended after the outcome, and decided nothing
 * @param startedAt when the function was called in its container
 * @param due when the call must have ended, one way or another
 */
record InvocationView(
        InvocationId id,
        FunctionName function,
        int life,
        int revision,
        State state,
        @Nullable Start start,
        @Nullable ColdReason coldReason,
        @Nullable WorkerId worker,
        @Nullable ContainerId container,
        int attempts,
        int duplicates,
        Instant requestedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        Instant due,
        @Nullable Failure failure,
        @Nullable Phases phases,
        Content input,
        @Nullable Content output,
        @Nullable Content log) {

    enum State {
        WAITING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED
    }

    enum Start {
        COLD,
        WARM
    }

    /** Why it failed. */
    record Failure(FailureKind kind, String message) {}

    /** Facts about bytes that are stored elsewhere. */
    record Content(String contentType, long size, String hash) {

        static Content of(PayloadRef ref) {
            return new Content(ref.contentType(), ref.size(), ref.hash());
        }

        static @Nullable Content ofNullable(@Nullable PayloadRef ref) {
            return ref == null ? null : of(ref);
        }
    }

    static InvocationView waiting(InvocationRequested event) {
        return new InvocationView(
                event.invocation(),
                event.function(),
                event.life(),
                event.revision(),
                State.WAITING,
                null,
                null,
                null,
                null,
                0,
                0,
                event.requestedAt(),
                null,
                null,
                event.due(),
                null,
                null,
                Content.of(event.payload()),
                null,
                null);
    }

    boolean ended() {
        return endedAt != null;
    }

    /** With a run of the function's code, the latest or the one that decided. */
    InvocationView ranIn(Execution execution, int attempt) {
        return new InvocationView(
                id,
                function,
                life,
                revision,
                State.RUNNING,
                execution.warm() ? Start.WARM : Start.COLD,
                execution.coldReason(),
                execution.worker(),
                execution.container(),
                Math.max(attempts, attempt),
                duplicates,
                requestedAt,
                execution.startedAt(),
                null,
                due,
                null,
                null,
                input,
                null,
                null);
    }

    InvocationView succeeded(Instant at, PayloadRef result, Phases parts, @Nullable PayloadRef wrote) {
        return ended(State.SUCCEEDED, at, null, parts, Content.of(result), Content.ofNullable(wrote));
    }

    InvocationView failed(Instant at, Failure why, @Nullable Phases parts, @Nullable PayloadRef wrote) {
        return ended(
                why.kind() == FailureKind.CANCELLED ? State.CANCELLED : State.FAILED,
                at,
                why,
                parts,
                null,
                Content.ofNullable(wrote));
    }

    private InvocationView ended(
            State as,
            Instant at,
            @Nullable Failure why,
            @Nullable Phases parts,
            @Nullable Content result,
            @Nullable Content wrote) {
        return new InvocationView(
                id,
                function,
                life,
                revision,
                as,
                start,
                coldReason,
                worker,
                container,
                attempts,
                duplicates,
                requestedAt,
                startedAt,
                at,
                due,
                why,
                parts,
                input,
                result,
                wrote);
    }

    InvocationView duplicated() {
        return new InvocationView(
                id,
                function,
                life,
                revision,
                state,
                start,
                coldReason,
                worker,
                container,
                attempts,
                duplicates + 1,
                requestedAt,
                startedAt,
                endedAt,
                due,
                failure,
                phases,
                input,
                output,
                log);
    }
}
