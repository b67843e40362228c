package io.cloudfunc.query.invocation;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.identity.Role;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.identity.AllowedTo;
import io.cloudfunc.identity.Caller;
import io.cloudfunc.identity.Subject;
import io.cloudfunc.openapi.Described;
import io.cloudfunc.query.history.Raw;
import io.cloudfunc.query.invocation.InvocationView.State;
import io.cloudfunc.query.view.Moment;
import io.cloudfunc.query.view.Page;
import io.cloudfunc.query.view.PageRequest;
import io.cloudfunc.store.web.ProblemType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reads invocations over REST. */
@RestController
@RequestMapping("/v1/invocations")
class InvocationsController {

    /** Longest wait of one request, in seconds. */
    private static final int LONGEST_WAIT = 60;

    private final Invocations invocations;
    private final Ending ending;
    private final InvocationBytes bytes;
    private final Comparisons comparisons;

    InvocationsController(Invocations invocations, Ending ending, InvocationBytes bytes, Comparisons comparisons) {
        this.invocations = invocations;
        this.ending = ending;
        this.bytes = bytes;
        this.comparisons = comparisons;
    }

    @Described("Lists calls, latest first")
    @GetMapping
    @AllowedTo(value = Role.READ, about = Subject.MANY)
    Page<InvocationView> list(
            Caller caller,
            @RequestParam(required = false) @Nullable FunctionName function,
            @RequestParam(required = false) @Nullable State state,
            @RequestParam(defaultValue = PageRequest.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Moment at) {
        var page = PageRequest.of(limit, cursor);
        var mine = caller.namespaces();
        return at == null
                ? invocations.list(mine, function, state, page)
                : invocations.list(mine, function, state, page, at);
    }

    /**
     * @param wait seconds to wait for its end, 0 to 60; default 0, which answers at once
     * @param at as it was then, and nothing is waited for
     */
    @Described(
            value = "Reads a call; with wait its end if that comes in time",
            problems = ProblemType.UNKNOWN_INVOCATION)
    @GetMapping("/{id}")
    @AllowedTo(
            value = {Role.READ, Role.INVOKE},
            about = Subject.INVOCATION)
    InvocationView one(
            @PathVariable String id,
            @RequestParam(defaultValue = "0") int wait,
            @RequestParam(required = false) @Nullable Moment at) {
        if (wait < 0 || wait > LONGEST_WAIT) {
            throw new InvalidValueException("wait", wait, "0 to %d seconds".formatted(LONGEST_WAIT));
        }
        var invocation = InvocationId.parse(id);
        if (at != null) {
            return invocations.find(invocation, at);
        }
        return wait == 0 ? invocations.find(invocation) : ending.of(invocation, Duration.ofSeconds(wait));
    }

    @Described(
            value = "Reads what a call gave back",
            problems = {ProblemType.UNKNOWN_INVOCATION, ProblemType.NOTHING_STORED})
    @GetMapping("/{id}/output")
    @AllowedTo(
            value = {Role.READ, Role.INVOKE},
            about = Subject.INVOCATION)
    ResponseEntity<byte[]> output(@PathVariable String id) {
        var output = bytes.output(InvocationId.parse(id));
        return Raw.answer(output.contentType(), output.content());
    }

    @Described(
            value = "Reads what the function wrote during a call",
            problems = {ProblemType.UNKNOWN_INVOCATION, ProblemType.NOTHING_STORED})
    @GetMapping("/{id}/logs")
    @AllowedTo(
            value = {Role.READ, Role.INVOKE},
            about = Subject.INVOCATION)
    ResponseEntity<byte[]> logs(@PathVariable String id) {
        return Raw.text(bytes.log(InvocationId.parse(id)));
    }

    @Described(value = "Reads what happened to a call", problems = ProblemType.UNKNOWN_INVOCATION)
    @GetMapping("/{id}/events")
    @AllowedTo(
            value = {Role.READ, Role.AUDIT},
            about = Subject.INVOCATION)
    InvocationHistory events(@PathVariable String id) {
        return invocations.history(InvocationId.parse(id));
    }

    /** A replay beside the call that it repeats. */
    @Described(
            value = "Lays a replay and its original beside each other",
            problems = {ProblemType.UNKNOWN_INVOCATION, ProblemType.NOTHING_STORED})
    @GetMapping("/{id}/comparison")
    @AllowedTo(
            value = {Role.READ, Role.INVOKE},
            about = Subject.INVOCATION)
    Comparison comparison(@PathVariable String id) {
        return comparisons.of(InvocationId.parse(id));
    }
}
