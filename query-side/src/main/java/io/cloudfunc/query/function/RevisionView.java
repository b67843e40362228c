package io.cloudfunc.query.function;

import io.cloudfunc.api.function.Code;
import io.cloudfunc.api.function.CodeIdentity;
import io.cloudfunc.api.function.FunctionDeployed;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.invocation.FailureKind;
import java.time.Instant;
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

    /** Why it could not be prepared. */
    record Failure(FailureKind reason, String message) {}

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

    RevisionView failed(Failure why, Instant at) {
        return new RevisionView(revision, State.FAILED, code, null, settings, deployedAt, null, at, why);
    }
}
