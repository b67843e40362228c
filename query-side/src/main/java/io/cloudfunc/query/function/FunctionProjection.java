package io.cloudfunc.query.function;

import io.cloudfunc.api.function.FunctionEvent;
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

/** Keeps the list of functions: a row for each name that was ever deployed. */
@Component
@ProcessingGroup(FunctionProjection.NAME)
class FunctionProjection implements Projection {

    static final String NAME = "functions";

    static final View<FunctionEvent, FunctionView> VIEW = new View<>(
            NAME,
            "view_function",
            FunctionView.class,
            View.Streams.ONE,
            List.of(new View.Column<>("removed", "boolean", FunctionView::removed)),
            FunctionProjection::said,
            new FunctionFold());

    private final FoldingProjection<FunctionEvent, FunctionView> rows;

    FunctionProjection(JdbcTemplate jdbc) {
        rows = new FoldingProjection<>(jdbc, VIEW);
    }

    private static Optional<Source.Keyed<FunctionEvent>> said(Object event) {
        return event instanceof FunctionEvent of
                ? Optional.of(new Source.Keyed<>(of.function(), of))
                : Optional.empty();
    }

    @EventHandler
    void on(FunctionEvent event, @SequenceNumber long sequence) {
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
