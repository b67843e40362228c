package io.cloudfunc.query.container;

import io.cloudfunc.api.container.ContainerEvent;
import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.identity.Role;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.identity.AllowedTo;
import io.cloudfunc.query.history.History;
import io.cloudfunc.query.view.Listing;
import io.cloudfunc.query.view.Page;
import io.cloudfunc.query.view.PageRequest;
import io.cloudfunc.query.view.ViewTable;
import io.cloudfunc.store.EventHistory;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists the containers that are there, over REST. */
@RestController
class ContainersController {

    private static final Listing LIVE = Listing.ascending("function", "key").where("live");

    private final ViewTable<ContainerView> view;
    private final EventHistory events;

    ContainersController(JdbcTemplate jdbc, EventHistory events) {
        this.events = events;
        view = new ViewTable<>(jdbc, ContainerProjection.VIEW);
    }

    @GetMapping("/v1/containers")
    @AllowedTo(Role.READ)
    Page<ContainerView> list(
            @RequestParam(required = false) @Nullable FunctionName function,
            @RequestParam(defaultValue = PageRequest.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return view.page(LIVE.equal("function", function), PageRequest.of(limit, cursor));
    }

    @GetMapping("/v1/containers/{id}/events")
    @AllowedTo({Role.READ, Role.AUDIT})
    History events(@PathVariable ContainerId id) {
        var history = History.of(events.of(id.toString()), ContainerEvent.class);
        if (history.items().isEmpty()) {
            throw new RejectedException(new Rejection.UnknownContainer(id.value()));
        }
        return history;
    }
}
