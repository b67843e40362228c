package io.cloudfunc.query.function;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cloudfunc.api.function.Code;
import io.cloudfunc.api.function.CodeIdentity;
import io.cloudfunc.api.function.FunctionDeployed;
import io.cloudfunc.api.function.RevisionFailed;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.query.history.Words;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One revision of a function.
 *
 * @param identity exactly which code it runs, known when it is ready
 */
record RevisionView(
        int revision,
        State state,
        Code code,
        @Nullable CodeIdentity identity,
        Settings settings,
        Instant deployedAt,
        @Nullable Instant readyAt,
        @Nullable Instant failedAt,
        @Nullable Failure failure) {

    enum State {
        PREPARING,
        READY,
        FAILED
    }

    /**
     * Why it could not be prepared.
     *
     * @param said where words of its own are, which take the message's place where it is shown ({@code Words})
     */
    record Failure(
            FailureKind reason,
            String message,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            UUID said) {

        static Failure of(RevisionFailed event) {
            var said = event.said();
            return new Failure(event.reason(), event.message(), said == null ? null : said.id());
        }
    }

    static RevisionView preparing(FunctionDeployed event) {
        return new RevisionView(
                event.revision(),
                State.PREPARING,
                event.code(),
                null,
                event.settings(),
                event.deployedAt(),
                null,
                null,
                null);
    }

    RevisionView ready(CodeIdentity as, Instant at) {
        return new RevisionView(revision, State.READY, code, as, settings, deployedAt, at, null, null);
    }

    Stream<UUID> said() {
        return failure == null ? Stream.of() : Stream.ofNullable(failure.said());
    }

    /** As it is shown. */
    RevisionView with(Words.Found words) {
        return failure == null
                ? this
                : new RevisionView(
                        revision,
                        state,
                        code,
                        identity,
                        settings,
                        deployedAt,
                        readyAt,
                        failedAt,
                        new Failure(failure.reason(), words.of(failure.message(), failure.said()), null));
    }

    RevisionView failed(Failure why, Instant at) {
        return new RevisionView(revision, State.FAILED, code, null, settings, deployedAt, null, at, why);
    }
}
