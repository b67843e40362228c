package io.cloudfunc.query.function;

import io.cloudfunc.api.function.FunctionEvent;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.query.history.History;
import io.cloudfunc.query.view.Listing;
import io.cloudfunc.query.view.Page;
import io.cloudfunc.query.view.PageRequest;
import io.cloudfunc.query.view.ViewTable;
import io.cloudfunc.store.EventHistory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads functions: the list from the view, a single one from its events and so never behind them. */
@Component
class Functions {

    private static final Listing BY_NAME = Listing.ascending("key").where("not removed");

    private final ViewTable<FunctionView> view;
    private final EventHistory events;

    Functions(JdbcTemplate jdbc, EventHistory events) {
        this.view = new ViewTable<>(jdbc, FunctionProjection.VIEW);
        this.events = events;
    }

    Page<FunctionView> list(PageRequest request) {
        return view.page(BY_NAME, request);
    }

    /** The function, also one that was removed. */
    FunctionView find(FunctionName name) {
        return FunctionProjection.VIEW
                .fold()
                .over(events.of(name.value()), FunctionEvent.class)
                .orElseThrow(() -> unknown(name));
    }

    FunctionView findDeployed(FunctionName name) {
        var found = find(name);
        if (found.removed()) {
            throw unknown(name);
        }
        return found;
    }

    /** What happened to the function in all its lives. */
    History history(FunctionName name) {
        var history = History.of(events.of(name.value()), FunctionEvent.class);
        if (history.items().isEmpty()) {
            throw unknown(name);
        }
        return history;
    }

    private static RejectedException unknown(FunctionName name) {
        return new RejectedException(new Rejection.UnknownFunction(name.value()));
    }
}
