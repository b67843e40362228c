package io.cloudfunc.command.invocation;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.identity.Role;
import io.cloudfunc.identity.AllowedTo;
import io.cloudfunc.identity.Subject;
import io.cloudfunc.openapi.Described;
import io.cloudfunc.store.web.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The door for who has many calls at hand: one request costs as much as one call does. */
@RestController
class BatchController {

    private final BatchAcceptance acceptance;
    private final InvocationSettings settings;

    BatchController(BatchAcceptance acceptance, InvocationSettings settings) {
        this.acceptance = acceptance;
        this.settings = settings;
    }

    /**
     * Accepts all or none, unless the database fails in between. With an {@code Idempotency-Key: k}, line n claims the key
     * {@code k/n} for itself, so that the same request again is answered with the same calls, and stores what is missing.
     */
    @Described(
            value = "Accepts up to 1,000 calls at once: each line is the JSON input of one",
            problems = {
                ProblemType.UNKNOWN_FUNCTION,
                ProblemType.NO_READY_REVISION,
                ProblemType.KEY_REUSED,
                ProblemType.PAYLOAD_TOO_LARGE,
                ProblemType.FUNCTION_FULL,
                ProblemType.NAMESPACE_FULL,
                ProblemType.PLATFORM_FULL
            },
            headers = {"Idempotency-Key", "traceparent"})
    @PostMapping("/v1/functions/{name}/invocations:batch")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @AllowedTo(value = Role.INVOKE, about = Subject.FUNCTION)
    AcceptedBatch accept(@PathVariable String name, HttpServletRequest request) {
        return acceptance.accept(
                new FunctionName(name),
                new Body(request, settings.maxPayload().toBytes()),
                IdempotencyKey.ofNullable(request.getHeader(IdempotencyKey.HEADER)),
                request.getHeader("traceparent"));
    }
}
