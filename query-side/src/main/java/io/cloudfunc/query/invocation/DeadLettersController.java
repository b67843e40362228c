package io.cloudfunc.query.invocation;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.identity.Role;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.identity.AllowedTo;
import io.cloudfunc.identity.Caller;
import io.cloudfunc.identity.Subject;
import io.cloudfunc.openapi.Described;
import io.cloudfunc.query.view.Page;
import io.cloudfunc.query.view.PageRequest;
import io.cloudfunc.store.DeadLetters;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists the calls that ended as dead letters, the oldest first, until they are redriven. */
@RestController
class DeadLettersController {

    private final DeadLetters letters;
    private final Invocations invocations;

    DeadLettersController(DeadLetters letters, Invocations invocations) {
        this.letters = letters;
        this.invocations = invocations;
    }

    @Described("Lists dead letters that were not redriven")
    @GetMapping("/v1/dead-letters")
    @AllowedTo(value = Role.READ, about = Subject.MANY)
    Page<InvocationView> list(
            Caller caller,
            @RequestParam(required = false) @Nullable FunctionName function,
            @RequestParam(defaultValue = PageRequest.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        var request = PageRequest.of(limit, cursor);
        var after = request.afterKey();
        var beyond = after == null ? null : InvocationId.parse(after);
        var found = letters.oldest(caller.namespaces(), function, beyond, limit + 1).stream()
                .map(InvocationId::toString)
                .toList();
        return Page.byKey(found, limit, invocations::now);
    }
}
