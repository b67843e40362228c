package io.cloudfunc.query.container;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.identity.Role;
import io.cloudfunc.identity.AllowedTo;
import io.cloudfunc.identity.Caller;
import io.cloudfunc.identity.Subject;
import io.cloudfunc.openapi.Described;
import io.cloudfunc.query.history.History;
import io.cloudfunc.query.view.Moment;
import io.cloudfunc.query.view.Page;
import io.cloudfunc.query.view.PageRequest;
import io.cloudfunc.store.web.ProblemType;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reads containers over REST. */
@RestController
class ContainersController {

    private final Containers containers;

    ContainersController(Containers containers) {
        this.containers = containers;
    }

    @Described("Lists the containers that are there")
    @GetMapping("/v1/containers")
    @AllowedTo(value = Role.READ, about = Subject.MANY)
    Page<ContainerView> list(
            Caller caller,
            @RequestParam(required = false) @Nullable FunctionName function,
            @RequestParam(defaultValue = PageRequest.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Moment at) {
        var page = PageRequest.of(limit, cursor);
        var mine = caller.namespaces();
        return at == null ? containers.list(mine, function, page) : containers.list(mine, function, page, at);
    }

    /** Also one that has stopped. */
    @Described(value = "Reads a container", problems = ProblemType.UNKNOWN_CONTAINER)
    @GetMapping("/v1/containers/{id}")
    @AllowedTo(value = Role.READ, about = Subject.CONTAINER)
    ContainerView one(@PathVariable ContainerId id, @RequestParam(required = false) @Nullable Moment at) {
        return at == null ? containers.find(id) : containers.find(id, at);
    }

    @Described(value = "Reads what happened to a container", problems = ProblemType.UNKNOWN_CONTAINER)
    @GetMapping("/v1/containers/{id}/events")
    @AllowedTo(
            value = {Role.READ, Role.AUDIT},
            about = Subject.CONTAINER)
    History events(@PathVariable ContainerId id) {
        return containers.history(id);
    }
}
