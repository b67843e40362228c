package io.cloudfunc.query.invocation;

import io.cloudfunc.api.invocation.InvocationEvent;
import io.cloudfunc.query.view.FoldingProjection;
import io.cloudfunc.query.view.View;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Keeps the list of invocations: a row for each call that was ever accepted. */
@Component
@ProcessingGroup(InvocationProjection.NAME)
class InvocationProjection {

    static final String NAME = "invocations";

    static final View<InvocationEvent, InvocationView> VIEW = new View<>(
            "view_invocation",
            InvocationView.class,
            View.Streams.ONE,
            List.of(
                    new View.Column<>("function", view -> view.function().value()),
                    new View.Column<>("state", view -> view.state().name())),
            new InvocationFold());

    private final FoldingProjection<InvocationEvent, InvocationView> rows;

    InvocationProjection(JdbcTemplate jdbc) {
        rows = new FoldingProjection<>(jdbc, VIEW);
    }

    @EventHandler
    void on(InvocationEvent event, @SequenceNumber long sequence) {
        rows.collect(event.invocation(), event, sequence);
    }

    @ResetHandler
    void reset() {
        rows.reset();
    }
}
