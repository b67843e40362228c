package io.cloudfunc.query.container;

import io.cloudfunc.api.container.ContainerEvent;
import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.ContainerStarted;
import io.cloudfunc.api.container.ContainerStopped;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.query.history.History;
import io.cloudfunc.query.view.Listing;
import io.cloudfunc.query.view.Moment;
import io.cloudfunc.query.view.Page;
import io.cloudfunc.query.view.PageRequest;
import io.cloudfunc.query.view.PastView;
import io.cloudfunc.query.view.ViewPositions;
import io.cloudfunc.query.view.ViewTable;
import io.cloudfunc.store.EventHistory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads containers: those of now from the view, those of a moment of the past from the events. */
@Component
class Containers {

    private static final Listing ALL = Listing.ascending("function", "key");
    private static final Listing LIVE = ALL.where("live");
    private static final String HAPPENED_BY = "exists (select from domain_event where aggregate_id = key"
            + " and aggregate_type = 'Container' and payload_type = '%s' and global_index <= ?)";
    private static final String STARTED_BY = HAPPENED_BY.formatted(ContainerStarted.class.getName());
    private static final String NOT_STOPPED_BY = "not " + HAPPENED_BY.formatted(ContainerStopped.class.getName());

    private final ViewTable<ContainerView> view;
    private final PastContainers pastStates;
    private final PastView<ContainerView> past;
    private final ViewPositions positions;
    private final EventHistory events;

    Containers(JdbcTemplate jdbc, PastContainers pastStates, ViewPositions positions, EventHistory events) {
        this.view = new ViewTable<>(jdbc, ContainerProjection.VIEW);
        this.pastStates = pastStates;
        this.past = new PastView<>(view, pastStates);
        this.positions = positions;
        this.events = events;
    }

    /** Those that are there. */
    Page<ContainerView> list(Namespaces namespaces, @Nullable FunctionName function, PageRequest request) {
        return view.page(LIVE.equal("function", function).in(namespaces, "function"), request);
    }

    /** Those that were there. */
    Page<ContainerView> list(Namespaces namespaces, @Nullable FunctionName function, PageRequest request, Moment at) {
        positions.await(ContainerProjection.NAME, at.position());
        var there = ALL.equal("function", function)
                .in(namespaces, "function")
                .where(STARTED_BY, at.position())
                .where(NOT_STOPPED_BY, at.position());
        return past.page(there, request, at, ContainerView::live);
    }

    /** One that is there, or was; as the list knows it. */
    ContainerView find(ContainerId id) {
        return view.find(id.value()).orElseThrow(() -> unknown(id));
    }

    ContainerView find(ContainerId id, Moment at) {
        var known = pastStates.at(List.of(id.value()), at).get(id.value());
        if (known == null) {
            throw unknown(id);
        }
        return known;
    }

    History history(ContainerId id) {
        var history = History.of(events.of(id.toString()), ContainerEvent.class);
        if (history.items().isEmpty()) {
            throw unknown(id);
        }
        return history;
    }

    private static RejectedException unknown(ContainerId id) {
        return new RejectedException(new Rejection.UnknownContainer(id.value()));
    }
}
