package io.cloudfunc.query.invocation;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.ContainerStopped;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.api.invocation.InvocationEvent;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.query.history.History;
import io.cloudfunc.query.history.Words;
import io.cloudfunc.query.invocation.InvocationView.State;
import io.cloudfunc.query.view.Listing;
import io.cloudfunc.query.view.Moment;
import io.cloudfunc.query.view.Page;
import io.cloudfunc.query.view.PageRequest;
import io.cloudfunc.query.view.PastView;
import io.cloudfunc.query.view.ViewPositions;
import io.cloudfunc.query.view.ViewTable;
import io.cloudfunc.store.EventHistory;
import io.cloudfunc.store.StoredEvent;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Reads invocations: the list from the view, a single one from its events, so that it is known from the moment of its
 * acceptance and never shown as it was before.
 */
@Component
class Invocations {

    /** By so much at most the clock that made an id is ahead of the one that stamped an event. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    private final ViewTable<InvocationView> view;
    private final PastView<InvocationView> past;
    private final ViewPositions positions;
    private final EventHistory events;
    private final Words words;

    Invocations(JdbcTemplate jdbc, ViewPositions positions, EventHistory events, Words words) {
        this.view = new ViewTable<>(jdbc, InvocationProjection.VIEW);
        this.past = new PastView<>(view, this::at);
        this.positions = positions;
        this.events = events;
        this.words = words;
    }

    /** The newest first: their ids are ordered by time. */
    Page<InvocationView> list(
            Namespaces namespaces, @Nullable FunctionName function, @Nullable State state, PageRequest request) {
        var all = Listing.descending("key").equal("function", function).in(namespaces, "function");
        // The state is written into the statement, for the planner to see that a partial index fits.
        return view.page(state == null ? all : all.where("state = '%s'".formatted(state.name())), request)
                .with(words::in);
    }

    /** As it was at that moment. */
    Page<InvocationView> list(
            Namespaces namespaces,
            @Nullable FunctionName function,
            @Nullable State state,
            PageRequest request,
            Moment at) {
        positions.await(InvocationProjection.NAME, at.position());
        var accepted = Listing.descending("key")
                .equal("function", function)
                .in(namespaces, "function")
                .where("key <= ?", InvocationId.lastOf(at.at().plus(CLOCKS)).toString());
        return past.page(accepted, request, at, call -> state == null || call.state() == state)
                .with(words::in);
    }

    private Map<String, InvocationView> at(Collection<String> ids, Moment at) {
        return InvocationProjection.VIEW.fold().byAggregate(events.of(ids, at.position()), InvocationEvent.class);
    }

    /** These as they are now, in that order. */
    List<InvocationView> now(List<String> ids) {
        var found = InvocationProjection.VIEW.fold().byAggregate(events.of(ids, Long.MAX_VALUE), InvocationEvent.class);
        return words.in(ids.stream().map(found::get).filter(Objects::nonNull).toList());
    }

    InvocationView find(InvocationId id) {
        return words.inOne(folded(id, storedEvents(id)));
    }

    InvocationView find(InvocationId id, Moment at) {
        return words.inOne(folded(id, events.of(List.of(id.toString()), at.position())));
    }

    InvocationView folded(InvocationId id, List<StoredEvent> history) {
        return InvocationProjection.VIEW
                .fold()
                .over(history, InvocationEvent.class)
                .orElseThrow(() -> unknown(id));
    }

    List<StoredEvent> storedEvents(InvocationId id) {
        return events.of(id.toString());
    }

    InvocationHistory history(InvocationId id) {
        var stored = storedEvents(id);
        var history = History.of(stored, InvocationEvent.class);
        if (history.items().isEmpty()) {
            throw unknown(id);
        }
        var story = new Story(stored, words::of);
        var steps = story.steps(stops(story.containersInQuestion()));
        return new InvocationHistory(history.items(), steps, Story.total(steps));
    }

    private Map<ContainerId, ContainerStopped> stops(Collection<ContainerId> containers) {
        return events.of(containers.stream().map(ContainerId::value).toList(), Long.MAX_VALUE).stream()
                .map(StoredEvent::event)
                .filter(ContainerStopped.class::isInstance)
                .map(ContainerStopped.class::cast)
                .collect(Collectors.toMap(ContainerStopped::container, stop -> stop, (one, again) -> one));
    }

    private static RejectedException unknown(InvocationId id) {
        return new RejectedException(new Rejection.UnknownInvocation(id.toString()));
    }
}
