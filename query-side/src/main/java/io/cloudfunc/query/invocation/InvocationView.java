package io.cloudfunc.query.invocation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.AttemptFailed;
import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.invocation.Phases;
import io.cloudfunc.api.payload.PayloadRef;
import io.cloudfunc.query.history.Quoting;
import io.cloudfunc.query.history.Words;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A call and what became of it.
 *
 * @param start whether the run that counts used a warm container; absent before a run began
 * @param attempts that were made before the outcome
 * @param duplicates runs that ended after the outcome, and decided nothing
 * @param startedAt when the function was called in its container
 * @param due when its last attempt must have begun
 * @param retryAt when its next attempt may begin; present while it waits for that
 * @param failure why it failed, or its latest attempt while it waits for the next one
 * @param origin the invocation that this one calls anew, if any
 * @param deadLetter present if it ended with no attempts left
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
        @Nullable Content log,
        @Nullable Instant retryAt,
        @Nullable InvocationId origin,
        @Nullable DeadLetter deadLetter)
        implements Quoting<InvocationView> {

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

    /**
     * Why it failed.
     *
     * @param said where its own words are, which take the message's place where it is shown ({@code Words})
     */
    record Failure(
            FailureKind kind,
            String message,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            UUID said) {

        static Failure of(FailureKind kind, String message, @Nullable PayloadRef said) {
            return new Failure(kind, message, said == null ? null : said.id());
        }
    }

    /**
     * That it is kept to be looked at.
     *
     * @param redrivenAs the invocation that calls it anew, if it is done with
     */
    record DeadLetter(Instant since, @Nullable InvocationId redrivenAs) {}

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
                null,
                null,
                event.origin(),
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
                null,
                null,
                origin,
                deadLetter);
    }

    InvocationView tryingAgain(AttemptFailed failed) {
        return with(
                State.WAITING,
                Math.max(attempts, failed.attempt()),
                null,
                Failure.of(failed.kind(), failed.message(), failed.said()),
                failed.phases(),
                null,
                Content.ofNullable(failed.log()),
                failed.retryAt());
    }

    InvocationView succeeded(Instant at, PayloadRef result, Phases parts, @Nullable PayloadRef wrote) {
        return with(State.SUCCEEDED, attempts, at, null, parts, Content.of(result), Content.ofNullable(wrote), null);
    }

    InvocationView failed(Instant at, Failure why, @Nullable Phases parts, @Nullable PayloadRef wrote) {
        return with(
                why.kind() == FailureKind.CANCELLED ? State.CANCELLED : State.FAILED,
                attempts,
                at,
                why,
                parts,
                null,
                Content.ofNullable(wrote),
                null);
    }

    private InvocationView with(
            State as,
            int made,
            @Nullable Instant end,
            @Nullable Failure why,
            @Nullable Phases parts,
            @Nullable Content result,
            @Nullable Content wrote,
            @Nullable Instant nextAt) {
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
                made,
                duplicates,
                requestedAt,
                startedAt,
                end,
                due,
                why,
                parts,
                input,
                result,
                wrote,
                nextAt,
                origin,
                deadLetter);
    }

    InvocationView duplicated() {
        return with(duplicates + 1, deadLetter);
    }

    InvocationView dead(Instant since) {
        return with(duplicates, new DeadLetter(since, null));
    }

    InvocationView redriven(InvocationId as) {
        return with(duplicates, deadLetter == null ? null : new DeadLetter(deadLetter.since(), as));
    }

    @Override
    public Stream<UUID> said() {
        return failure == null ? Stream.of() : Stream.ofNullable(failure.said());
    }

    @Override
    public InvocationView with(Words.Found words) {
        return failure == null
                ? this
                : with(
                        duplicates,
                        deadLetter,
                        new Failure(failure.kind(), words.of(failure.message(), failure.said()), null));
    }

    private InvocationView with(int ofNoMatter, @Nullable DeadLetter kept) {
        return with(ofNoMatter, kept, failure);
    }

    private InvocationView with(int ofNoMatter, @Nullable DeadLetter kept, @Nullable Failure why) {
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
                ofNoMatter,
                requestedAt,
                startedAt,
                endedAt,
                due,
                why,
                phases,
                input,
                output,
                log,
                retryAt,
                origin,
                kept);
    }
}
