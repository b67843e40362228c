package io.cloudfunc.query.container;

import io.cloudfunc.api.container.ContainerEvent;
import io.cloudfunc.api.invocation.InvocationEvent;
import io.cloudfunc.query.view.FoldingProjection;
import io.cloudfunc.query.view.Projection;
import io.cloudfunc.query.view.Source;
import io.cloudfunc.query.view.View;
import java.util.List;
import java.util.Optional;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Keeps the list of containers: a row for each that was ever heard of. Its rows take events of several aggregates, so
 * its processor must stay in one segment.
 */
@Component
@ProcessingGroup(ContainerProjection.NAME)
class ContainerProjection implements Projection {

    static final String NAME = "containers";

    static final View<ContainerChange, ContainerView> VIEW = new View<>(
            NAME,
            "view_container",
            ContainerView.class,
            View.Streams.MANY,
            List.of(
                    new View.Column<>(
                            "function", "text", view -> view.function().value()),
                    new View.Column<>("live", "boolean", ContainerView::live)),
            ContainerProjection::said,
            new ContainerFold());

    private final FoldingProjection<ContainerChange, ContainerView> rows;

    ContainerProjection(JdbcTemplate jdbc) {
        rows = new FoldingProjection<>(jdbc, VIEW);
    }

    private static Optional<Source.Keyed<ContainerChange>> said(Object event) {
        return ContainerChange.in(event).map(change -> new Source.Keyed<>(change.container(), change));
    }

    @EventHandler
    void on(ContainerEvent event, @SequenceNumber long sequence) {
        rows.collect(event, sequence);
    }

    @EventHandler
    void on(InvocationEvent event, @SequenceNumber long sequence) {
        rows.collect(event, sequence);
    }

    @Override
    public View<?, ?> view() {
        return VIEW;
    }

    @ResetHandler
    void reset() {
        rows.reset();
    }
}
