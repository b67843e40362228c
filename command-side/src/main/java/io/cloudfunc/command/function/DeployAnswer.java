package io.cloudfunc.command.function;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.cloudfunc.api.function.RevisionFailed;
import io.cloudfunc.api.invocation.FailureKind;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** How far a deploy has come. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeployAnswer(
        String function,
        int life,
        int revision,
        String state,
        @Nullable Failure failure,
        @Nullable String log) {

    record Failure(FailureKind reason, String message) {}

    static DeployAnswer preparing(Revision revision) {
        return of(revision, "PREPARING", null, null);
    }

    static DeployAnswer ready(Revision revision) {
        return of(revision, "READY", null, null);
    }

    static DeployAnswer failed(Revision revision, RevisionFailed failed, String words, @Nullable String log) {
        return of(revision, "FAILED", new Failure(failed.reason(), words), log);
    }

    private static DeployAnswer of(Revision revision, String state, @Nullable Failure failure, @Nullable String log) {
        return new DeployAnswer(revision.function().value(), revision.life(), revision.revision(), state, failure, log);
    }

    /** Accepted while it is under way, done otherwise: a failed revision is an answer and not an error. */
    @JsonIgnore
    HttpStatus status() {
        return state.equals("PREPARING") ? HttpStatus.ACCEPTED : HttpStatus.OK;
    }
}
