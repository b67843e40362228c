package io.cloudfunc.query.function;

import io.cloudfunc.api.function.FunctionEvent;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.query.history.History;
import io.cloudfunc.query.history.Words;
import io.cloudfunc.query.view.Listing;
import io.cloudfunc.query.view.Moment;
import io.cloudfunc.query.view.Page;
import io.cloudfunc.query.view.PageRequest;
import io.cloudfunc.query.view.PastView;
import io.cloudfunc.query.view.ViewPositions;
import io.cloudfunc.query.view.ViewTable;
import io.cloudfunc.store.EventHistory;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads functions: the list from the view, a single one from its events and so never behind them. */
@Component
class Functions {

    private static final Listing BY_NAME = Listing.ascending("key").where("not removed");

    private static final Listing ALL = Listing.ascending("key");

    private final ViewTable<FunctionView> view;
    private final PastView<FunctionView> past;
    private final ViewPositions positions;
    private final EventHistory events;
    private final Words words;

    Functions(JdbcTemplate jdbc, ViewPositions positions, EventHistory events, Words words) {
        this.view = new ViewTable<>(jdbc, FunctionProjection.VIEW);
        this.past = new PastView<>(view, this::at);
        this.positions = positions;
        this.events = events;
        this.words = words;
    }

    Page<FunctionView> list(Namespaces namespaces, PageRequest request) {
        return view.page(BY_NAME.in(namespaces, "key"), request).with(words::in);
    }

    /** As it was at that moment. */
    Page<FunctionView> list(Namespaces namespaces, PageRequest request, Moment at) {
        positions.await(FunctionProjection.NAME, at.position());
        return past.page(ALL.in(namespaces, "key"), request, at, function -> !function.removed())
                .with(words::in);
    }

    private Map<String, FunctionView> at(Collection<String> names, Moment at) {
        return FunctionProjection.VIEW.fold().byAggregate(events.of(names, at.position()), FunctionEvent.class);
    }

    /** The function, also one that was removed; as it was at that moment, if there is one. */
    FunctionView find(FunctionName name, @Nullable Moment at) {
        var history = at == null ? events.of(name.value()) : events.of(List.of(name.value()), at.position());
        var found = FunctionProjection.VIEW.fold().over(history, FunctionEvent.class);
        return words.inOne(found.orElseThrow(() -> unknown(name)));
    }

    FunctionView findDeployed(FunctionName name, @Nullable Moment at) {
        var found = find(name, at);
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
