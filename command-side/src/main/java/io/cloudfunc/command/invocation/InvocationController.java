package io.cloudfunc.command.invocation;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.identity.Role;
import io.cloudfunc.api.invocation.InvocationEnded;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.command.Preference;
import io.cloudfunc.command.Waiting;
import io.cloudfunc.identity.AllowedTo;
import io.cloudfunc.identity.Subject;
import io.cloudfunc.openapi.Described;
import io.cloudfunc.store.EventHistory;
import io.cloudfunc.store.EventTail;
import io.cloudfunc.store.StoredEvent;
import io.cloudfunc.store.web.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** The two doors for calls: the asynchronous one, and the plain one for curl and webhooks. */
@RestController
class InvocationController {

    private final Acceptance acceptance;
    private final Cancellation cancellation;
    private final Answers answers;
    private final EventTail tail;
    private final EventHistory history;
    private final InvocationSettings settings;

    InvocationController(
            Acceptance acceptance,
            Cancellation cancellation,
            Answers answers,
            EventTail tail,
            EventHistory history,
            InvocationSettings settings) {
        this.acceptance = acceptance;
        this.cancellation = cancellation;
        this.answers = answers;
        this.tail = tail;
        this.history = history;
        this.settings = settings;
    }

    /** Accepts a call; with {@code Prefer: wait=N} its output if it ends within N seconds. */
    @Described(
            value = "Accepts a call; with Prefer: wait=N its output if it ends in time",
            answers = {200, 202},
            problems = {
                ProblemType.UNKNOWN_FUNCTION,
                ProblemType.NO_READY_REVISION,
                ProblemType.KEY_REUSED,
                ProblemType.PAYLOAD_TOO_LARGE,
                ProblemType.FUNCTION_FULL,
                ProblemType.NAMESPACE_FULL,
                ProblemType.PLATFORM_FULL,
                ProblemType.BAD_INPUT,
                ProblemType.FUNCTION_FAILED,
                ProblemType.NOT_DELIVERED,
                ProblemType.FUNCTION_TIMED_OUT,
                ProblemType.OVERDUE,
                ProblemType.CANCELLED,
                ProblemType.FUNCTION_REMOVED
            },
            headers = {"Idempotency-Key", "traceparent"})
    @PostMapping("/v1/functions/{name}/invocations")
    @AllowedTo(value = Role.INVOKE, about = Subject.FUNCTION)
    ResponseEntity<?> accept(
            @PathVariable String name,
            HttpServletRequest request,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer) {
        return call(new FunctionName(name), request, Preference.wait(prefer), answers::accepted);
    }

    /** Calls and waits: the function's own body and content type, or a problem. */
    @Described(
            value = "Calls and waits: the function's own body and content type",
            problems = {
                ProblemType.UNKNOWN_FUNCTION,
                ProblemType.NO_READY_REVISION,
                ProblemType.KEY_REUSED,
                ProblemType.PAYLOAD_TOO_LARGE,
                ProblemType.STILL_RUNNING,
                ProblemType.FUNCTION_FULL,
                ProblemType.NAMESPACE_FULL,
                ProblemType.PLATFORM_FULL,
                ProblemType.BAD_INPUT,
                ProblemType.FUNCTION_FAILED,
                ProblemType.NOT_DELIVERED,
                ProblemType.FUNCTION_TIMED_OUT,
                ProblemType.OVERDUE,
                ProblemType.CANCELLED,
                ProblemType.FUNCTION_REMOVED
            },
            headers = {"Idempotency-Key", "traceparent"})
    @PostMapping("/fn/{name}")
    @AllowedTo(value = Role.INVOKE, callersOfPublicFunctions = true, about = Subject.FUNCTION)
    ResponseEntity<?> call(@PathVariable String name, HttpServletRequest request) {
        return call(new FunctionName(name), request, settings.longestWait(), answers::stillRunning);
    }

    /** Cancels a call that waits or runs; cancelling it again changes nothing. */
    @Described(
            value = "Cancels a call that waits or runs",
            problems = {ProblemType.UNKNOWN_INVOCATION, ProblemType.ALREADY_ENDED})
    @PostMapping("/v1/invocations/{id}:cancel")
    @AllowedTo(value = Role.INVOKE, about = Subject.INVOCATION)
    AcceptedInvocation cancel(@PathVariable String id) {
        return cancellation.cancel(InvocationId.parse(id));
    }

    private ResponseEntity<?> call(
            FunctionName function,
            HttpServletRequest request,
            Duration wait,
            Function<AcceptedInvocation, ResponseEntity<?>> notEnded) {
        var id = acceptance.nextId();
        var ended = tail.next(id.toString(), InvocationEnded.class);
        try {
            var body = new Body(request, settings.maxPayload().toBytes());
            var key = IdempotencyKey.ofNullable(request.getHeader(IdempotencyKey.HEADER));
            var accepted = acceptance.accept(id, function, body, key, request.getHeader("traceparent"));
            return accepted.isOf(id) ? answer(accepted, wait, ended, notEnded) : answerAgain(accepted, wait, notEnded);
        } finally {
            ended.cancel(false);
        }
    }

    private ResponseEntity<?> answer(
            AcceptedInvocation accepted,
            Duration wait,
            CompletableFuture<InvocationEnded> ended,
            Function<AcceptedInvocation, ResponseEntity<?>> notEnded) {
        return Waiting.atMost(wait, ended)
                .<ResponseEntity<?>>map(answers::ended)
                .orElseGet(() -> notEnded.apply(accepted));
    }

    /** The answer to a call that was accepted earlier, and may have ended long ago. */
    private ResponseEntity<?> answerAgain(
            AcceptedInvocation earlier, Duration wait, Function<AcceptedInvocation, ResponseEntity<?>> notEnded) {
        if (wait.isZero()) {
            return notEnded.apply(earlier);
        }
        var ended = tail.next(earlier.id(), InvocationEnded.class);
        try {
            history.of(earlier.id()).stream()
                    .map(StoredEvent::event)
                    .filter(InvocationEnded.class::isInstance)
                    .map(InvocationEnded.class::cast)
                    .forEach(ended::complete);
            return answer(earlier, wait, ended, notEnded);
        } finally {
            ended.cancel(false);
        }
    }
}
