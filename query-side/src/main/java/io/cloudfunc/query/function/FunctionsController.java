package io.cloudfunc.query.function;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.identity.Role;
import io.cloudfunc.identity.AllowedTo;
import io.cloudfunc.query.history.History;
import io.cloudfunc.query.history.Raw;
import io.cloudfunc.query.view.Moment;
import io.cloudfunc.query.view.Page;
import io.cloudfunc.query.view.PageRequest;
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

    @GetMapping
    @AllowedTo({Role.READ, Role.DEPLOY})
    Page<FunctionView> list(
            @RequestParam(defaultValue = PageRequest.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Moment at) {
        var page = PageRequest.of(limit, cursor);
        return at == null ? functions.list(page) : functions.list(page, at);
    }

    @GetMapping("/{name}")
    @AllowedTo({Role.READ, Role.DEPLOY})
    FunctionView one(
            @PathVariable FunctionName name,
            @RequestParam(defaultValue = "false") boolean removed,
            @RequestParam(required = false) @Nullable Moment at) {
        return removed ? functions.find(name, at) : functions.findDeployed(name, at);
    }

    /** Those of the present life, or of the one at that moment, the oldest first. */
    @GetMapping("/{name}/revisions")
    @AllowedTo({Role.READ, Role.DEPLOY})
    Page<RevisionView> revisions(@PathVariable FunctionName name, @RequestParam(required = false) @Nullable Moment at) {
        return new Page<>(functions.findDeployed(name, at).revisions(), null);
    }

    @GetMapping("/{name}/events")
    @AllowedTo({Role.READ, Role.AUDIT})
    History events(@PathVariable FunctionName name) {
        return functions.history(name);
    }

    @GetMapping("/{name}/revisions/{revision}/log")
    @AllowedTo({Role.READ, Role.DEPLOY})
    ResponseEntity<byte[]> log(@PathVariable FunctionName name, @PathVariable int revision) {
        return Raw.text(logs.of(name, revision));
    }
}
