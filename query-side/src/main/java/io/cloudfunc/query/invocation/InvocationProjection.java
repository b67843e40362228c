package io.cloudfunc.query.invocation;

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

/** Keeps the list of invocations: a row for each call that was ever accepted. */
@Component
@ProcessingGroup(InvocationProjection.NAME)
class InvocationProjection implements Projection {

    static final String NAME = "invocations";

    static final View<InvocationEvent, InvocationView> VIEW = new View<>(
            NAME,
            "view_invocation",
            InvocationView.class,
            View.Streams.ONE,
            List.of(
                    new View.Column<>(
                            "function", "text", view -> view.function().value()),
                    new View.Column<>("state", "text", view -> view.state().name())),
            InvocationProjection::said,
            new InvocationFold());

    private final FoldingProjection<InvocationEvent, InvocationView> rows;

    InvocationProjection(JdbcTemplate jdbc) {
        rows = new FoldingProjection<>(jdbc, VIEW);
    }

    private static Optional<Source.Keyed<InvocationEvent>> said(Object event) {
        return event instanceof InvocationEvent of
                ? Optional.of(new Source.Keyed<>(of.invocation(), of))
                : Optional.empty();
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
