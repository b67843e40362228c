package io.cloudfunc.query.container;

import io.cloudfunc.api.container.ContainerEvent;
import io.cloudfunc.api.invocation.InvocationEvent;
import io.cloudfunc.query.view.FoldingProjection;
import io.cloudfunc.query.view.View;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Keeps the list of containers: a row for each that was ever heard of. Its rows take events of several aggregates, so
 * its processor must stay in one segment.
 */
@Component
@ProcessingGroup(ContainerProjection.NAME)
class ContainerProjection {

    static final String NAME = "containers";

    static final View<ContainerChange, ContainerView> VIEW = new View<>(
            "view_container",
            ContainerView.class,
            View.Streams.MANY,
            List.of(
                    new View.Column<>("function", view -> view.function().value()),
                    new View.Column<>("live", ContainerView::live)),
            new ContainerFold());

    private final FoldingProjection<ContainerChange, ContainerView> rows;

    ContainerProjection(JdbcTemplate jdbc) {
        rows = new FoldingProjection<>(jdbc, VIEW);
    }

    @EventHandler
    void on(ContainerEvent event) {
        rows.collect(event.container(), ContainerChange.of(event));
    }

    @EventHandler
    void on(InvocationEvent event) {
        ContainerChange.in(event).ifPresent(change -> rows.collect(change.container(), change));
    }

    @ResetHandler
    void reset() {
        rows.reset();
    }
}
