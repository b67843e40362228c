package io.cloudfunc.query.rebuild;

import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.query.view.Projection;
import io.cloudfunc.query.view.View;
import io.cloudfunc.query.view.ViewPositions;
import io.cloudfunc.store.ProcessorLag;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The views that there are, and what can be done to them. */
@Component
public class KnownProjections {

    private final List<View<?, ?>> views;
    private final ViewPositions positions;
    private final ProcessorLag lag;
    private final Rebuilds rebuilds;
    private final RebuildWatch watch;
    private final Checks checks;

    KnownProjections(
            List<Projection> projections,
            ViewPositions positions,
            ProcessorLag lag,
            Rebuilds rebuilds,
            RebuildWatch watch,
            Checks checks) {
        this.views = projections.stream()
                .map(Projection::view)
                .sorted(Comparator.comparing(View::name))
                .collect(Collectors.toUnmodifiableList());
        this.positions = positions;
        this.lag = lag;
        this.rebuilds = rebuilds;
        this.watch = watch;
        this.checks = checks;
    }

    public List<ProjectionView> list() {
        return views.stream().map(this::present).toList();
    }

    ProjectionView find(String name) {
        return present(view(name));
    }

    private ProjectionView present(View<?, ?> view) {
        var position = lag.positionOf(view.name());
        return new ProjectionView(
                view.name(),
                view.table(),
                position,
                positions.behind(position),
                lag.after(position),
                rebuilds.lastOf(view.name()).orElse(null));
    }

    void rebuild(String name) {
        rebuild(List.of(view(name)));
    }

    /** All with one reading of the events. */
    void rebuildAll() {
        rebuild(views);
    }

    private void rebuild(List<View<?, ?>> some) {
        var names = some.stream().map(View::name).toList();
        if (!rebuilds.ask(names)) {
            throw new RejectedException(new Rejection.RebuildUnderWay(rebuilds.underWay()
                    .map(other -> String.join(", ", other.views()))
                    .orElse("others")));
        }
        watch.look();
    }

    Check check(String name) {
        return checks.of(view(name));
    }

    List<Check> checkAll() {
        return views.stream().<Check>map(checks::of).toList();
    }

    private View<?, ?> view(String name) {
        return views.stream()
                .filter(view -> view.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RejectedException(new Rejection.UnknownProjection(
                        name, views.stream().map(View::name).collect(Collectors.joining(", ")))));
    }
}
