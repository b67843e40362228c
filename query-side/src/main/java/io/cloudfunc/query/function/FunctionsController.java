package io.cloudfunc.query.function;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.identity.Role;
import io.cloudfunc.identity.AllowedTo;
import io.cloudfunc.identity.Caller;
import io.cloudfunc.identity.Subject;
import io.cloudfunc.openapi.Described;
import io.cloudfunc.query.history.History;
import io.cloudfunc.query.history.Raw;
import io.cloudfunc.query.view.Moment;
import io.cloudfunc.query.view.Page;
import io.cloudfunc.query.view.PageRequest;
import io.cloudfunc.store.web.ProblemType;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reads functions over REST. */
@RestController
@RequestMapping("/v1/functions")
class FunctionsController {

    private final Functions functions;
    private final RevisionLog logs;

    FunctionsController(Functions functions, RevisionLog logs) {
        this.functions = functions;
        this.logs = logs;
    }

    @Described("Lists functions, of now or of a moment of the past")
    @GetMapping
    @AllowedTo(
            value = {Role.READ, Role.DEPLOY},
            about = Subject.MANY)
    Page<FunctionView> list(
            Caller caller,
            @RequestParam(defaultValue = PageRequest.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Moment at) {
        var page = PageRequest.of(limit, cursor);
        var mine = caller.namespaces();
        return at == null ? functions.list(mine, page) : functions.list(mine, page, at);
    }

    @Described(value = "Reads a function", problems = ProblemType.UNKNOWN_FUNCTION)
    @GetMapping("/{name}")
    @AllowedTo(
            value = {Role.READ, Role.DEPLOY},
            about = Subject.FUNCTION)
    FunctionView one(
            @PathVariable FunctionName name,
            @RequestParam(defaultValue = "false") boolean removed,
            @RequestParam(required = false) @Nullable Moment at) {
        return removed ? functions.find(name, at) : functions.findDeployed(name, at);
    }

    /** Those of the present life, or of the one at that moment, the oldest first. */
    @Described(value = "Lists the revisions of a function", problems = ProblemType.UNKNOWN_FUNCTION)
    @GetMapping("/{name}/revisions")
    @AllowedTo(
            value = {Role.READ, Role.DEPLOY},
            about = Subject.FUNCTION)
    Page<RevisionView> revisions(@PathVariable FunctionName name, @RequestParam(required = false) @Nullable Moment at) {
        return new Page<>(functions.findDeployed(name, at).revisions(), null);
    }

    @Described(value = "Reads what happened to a function", problems = ProblemType.UNKNOWN_FUNCTION)
    @GetMapping("/{name}/events")
    @AllowedTo(
            value = {Role.READ, Role.AUDIT},
            about = Subject.FUNCTION)
    History events(@PathVariable FunctionName name) {
        return functions.history(name);
    }

    @Described(
            value = "Reads the log of a revision's preparation",
            problems = {ProblemType.UNKNOWN_FUNCTION, ProblemType.UNKNOWN_REVISION, ProblemType.NOTHING_STORED})
    @GetMapping("/{name}/revisions/{revision}/log")
    @AllowedTo(
            value = {Role.READ, Role.DEPLOY},
            about = Subject.FUNCTION)
    ResponseEntity<byte[]> log(@PathVariable FunctionName name, @PathVariable int revision) {
        return Raw.text(logs.of(name, revision));
    }
}
