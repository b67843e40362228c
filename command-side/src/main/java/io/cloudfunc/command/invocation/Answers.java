package io.cloudfunc.command.invocation;

import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationAbandoned;
import io.cloudfunc.api.invocation.InvocationEnded;
import io.cloudfunc.api.invocation.InvocationFailed;
import io.cloudfunc.api.invocation.InvocationSucceeded;
import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.payload.PayloadRef;
import io.cloudfunc.store.PayloadStore;
import io.cloudfunc.store.web.ProblemType;
import io.cloudfunc.store.web.Problems;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Answers whoever waited for a call, or did not want to. */
@Component
class Answers {

    private static final String INVOCATION = "CloudFunc-Invocation";

    private final PayloadStore payloads;

    Answers(PayloadStore payloads) {
        this.payloads = payloads;
    }

    ResponseEntity<?> accepted(AcceptedInvocation accepted) {
        return ResponseEntity.accepted().headers(located(accepted.id())).body(accepted);
    }

    ResponseEntity<?> stillRunning(AcceptedInvocation accepted) {
        var problem = ProblemType.STILL_RUNNING.problem(
                "Invocation %s goes on; ask for its outcome at the Location".formatted(accepted.id()));
        problem.setProperty("invocation", accepted.id());
        return Problems.answer(problem, located(accepted.id()));
    }

    ResponseEntity<?> ended(InvocationEnded ended) {
        return switch (ended) {
            case InvocationSucceeded succeeded ->
                find(succeeded.output())
                        .<ResponseEntity<?>>map(output -> output(succeeded, output))
                        .orElseThrow(() -> new IllegalStateException(
                                "the output of invocation %s is not stored".formatted(succeeded.invocation())));
            case InvocationFailed failed -> failed(failed, failed.kind(), words(failed));
            case InvocationAbandoned abandoned -> failed(abandoned, abandoned.reason(), abandoned.message());
        };
    }

    /** The output is a stranger's: a browser must neither guess its type nor run it as ours. */
    private static ResponseEntity<byte[]> output(InvocationSucceeded succeeded, Payload output) {
        return ResponseEntity.status(HttpStatus.OK)
                .headers(located(succeeded.invocation().toString()))
                .header(HttpHeaders.CONTENT_TYPE, output.ref().contentType())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox")
                .body(output.content());
    }

    /** Asks the database for nothing where this process has just stored it. */
    private Optional<Payload> find(PayloadRef ref) {
        return Optional.ofNullable(payloads.findAllOfACall(List.of(ref.id())).get(ref.id()));
    }

    /** What it said itself, unless that was erased. */
    private String words(InvocationFailed failed) {
        return Optional.ofNullable(failed.said())
                .flatMap(this::find)
                .map(Payload::text)
                .orElse(failed.message());
    }

    private static ResponseEntity<?> failed(InvocationEnded ended, FailureKind kind, String message) {
        var problem = typeOf(kind).problem(message);
        problem.setProperty("kind", kind);
        problem.setProperty("invocation", ended.invocation().toString());
        return Problems.answer(problem, located(ended.invocation().toString()));
    }

    private static ProblemType typeOf(FailureKind kind) {
        return switch (kind) {
            case HANDLER_RAISED,
                    BAD_OUTPUT,
                    LOAD_FAILED,
                    EXITED,
                    OUT_OF_MEMORY,
                    OUTPUT_TOO_LARGE,
                    PROTOCOL_BROKEN,
                    IMAGE_MISSING,
                    START_FAILED -> ProblemType.FUNCTION_FAILED;
            case BAD_INPUT -> ProblemType.BAD_INPUT;
            case TIMED_OUT -> ProblemType.FUNCTION_TIMED_OUT;
            case FUNCTION_REMOVED -> ProblemType.FUNCTION_REMOVED;
            case CANCELLED -> ProblemType.CANCELLED;
            case OVERDUE -> ProblemType.OVERDUE;
            case WORKER_LOST, UNDELIVERABLE -> ProblemType.NOT_DELIVERED;
        };
    }

    private static HttpHeaders located(String invocation) {
        var headers = new HttpHeaders();
        headers.set(INVOCATION, invocation);
        headers.set(HttpHeaders.LOCATION, "/v1/invocations/" + invocation);
        return headers;
    }
}
