package io.cloudfunc.command.erasure;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.identity.Role;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.identity.AllowedTo;
import io.cloudfunc.identity.Subject;
import io.cloudfunc.openapi.Described;
import io.cloudfunc.store.web.ProblemType;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Erases inputs, outputs and logs. Their events stay, and so does the chain over them. */
@RestController
class ErasureController {

    private final Erasure erasure;

    ErasureController(Erasure erasure) {
        this.erasure = erasure;
    }

    @Described(
            value = "Erases the input, output and log of a call",
            problems = {ProblemType.UNKNOWN_INVOCATION, ProblemType.NOT_ENDED})
    @PostMapping("/v1/invocations/{id}:erase")
    @AllowedTo(value = Role.ADMIN, about = Subject.INVOCATION)
    Erased invocation(@PathVariable String id) {
        return erasure.of(InvocationId.parse(id));
    }

    @Described(
            value = "Erases the inputs, outputs and logs of the ended calls of a function",
            problems = ProblemType.UNKNOWN_FUNCTION)
    @PostMapping("/v1/functions/{name}:erase")
    @AllowedTo(value = Role.ADMIN, about = Subject.FUNCTION)
    Erased function(@PathVariable String name) {
        return erasure.of(new FunctionName(name));
    }

    @Described("Erases what was called with a key, and the label of that key")
    @PostMapping("/v1/callers/{caller}:erase")
    @AllowedTo(value = Role.ADMIN, about = Subject.INSTALLATION)
    Erased caller(@PathVariable String caller) {
        return erasure.ofCaller(caller);
    }

    /** Writes the tables anew in which keys were; accepting calls waits meanwhile. */
    @Described("Writes the tables anew in which keys of erased data were")
    @PostMapping("/v1/erasures:rewrite")
    @AllowedTo(value = Role.ADMIN, about = Subject.INSTALLATION)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void rewrite() {
        erasure.rewrite();
    }
}
