package io.cloudfunc.query.function;

import io.cloudfunc.api.function.FunctionDeployed;
import io.cloudfunc.api.function.FunctionEvent;
import io.cloudfunc.api.function.FunctionRemoved;
import io.cloudfunc.api.function.FunctionRolledBack;
import io.cloudfunc.api.function.RevisionFailed;
import io.cloudfunc.api.function.RevisionReady;
import io.cloudfunc.query.function.FunctionView.LifeView;
import io.cloudfunc.query.function.FunctionView.State;
import io.cloudfunc.query.view.Fold;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a function becomes by one more of its events. */
final class FunctionFold implements Fold<FunctionEvent, FunctionView> {

    @Override
    public FunctionView apply(@Nullable FunctionView before, FunctionEvent event) {
        if (event instanceof FunctionDeployed deployed) {
            return before == null || before.life() != deployed.life()
                    ? born(before, deployed)
                    : deployed(before, deployed);
        }
        if (before == null) {
            throw new IllegalStateException("Function %s begins with %s".formatted(event.function(), event));
        }
        return switch (event) {
            case FunctionDeployed deployed -> deployed(before, deployed);
            case RevisionReady ready -> ready(before, ready);
            case RevisionFailed failed -> failed(before, failed);
            case FunctionRolledBack rolledBack -> with(before, rolledBack.revision(), before.revisions());
            case FunctionRemoved removed -> removed(before, removed);
        };
    }

    private static FunctionView born(@Nullable FunctionView before, FunctionDeployed event) {
        var lives = before == null ? new ArrayList<LifeView>() : new ArrayList<>(before.lives());
        lives.add(new LifeView(event.life(), event.deployedAt(), null));
        return new FunctionView(
                event.function(),
                event.life(),
                State.PREPARING,
                null,
                event.revision(),
                event.deployedAt(),
                null,
                List.of(RevisionView.preparing(event)),
                lives);
    }

    private static FunctionView deployed(FunctionView before, FunctionDeployed event) {
        var revisions = new ArrayList<>(before.revisions());
        revisions.add(RevisionView.preparing(event));
        return new FunctionView(
                before.name(),
                before.life(),
                stateOf(before.servingRevision(), revisions),
                before.servingRevision(),
                event.revision(),
                event.deployedAt(),
                null,
                revisions,
                before.lives());
    }

    /** A revision that becomes ready after a newer one does not take over from it. */
    private static FunctionView ready(FunctionView before, RevisionReady event) {
        var newestReady = before.revisions().stream()
                .noneMatch(other -> other.revision() > event.revision() && other.state() == RevisionView.State.READY);
        var revisions =
                changed(before, event.revision(), revision -> revision.ready(event.identity(), event.readyAt()));
        return with(before, newestReady ? Integer.valueOf(event.revision()) : before.servingRevision(), revisions);
    }

    private static FunctionView failed(FunctionView before, RevisionFailed event) {
        var why = RevisionView.Failure.of(event);
        return with(
                before,
                before.servingRevision(),
                changed(before, event.revision(), revision -> revision.failed(why, event.failedAt())));
    }

    private static FunctionView removed(FunctionView before, FunctionRemoved event) {
        var lives = new ArrayList<>(before.lives());
        var last = lives.removeLast();
        lives.add(new LifeView(last.life(), last.deployedAt(), event.removedAt()));
        return new FunctionView(
                before.name(),
                before.life(),
                State.REMOVED,
                before.servingRevision(),
                before.latestRevision(),
                before.deployedAt(),
                event.removedAt(),
                before.revisions(),
                lives);
    }

    private static FunctionView with(FunctionView before, @Nullable Integer serving, List<RevisionView> revisions) {
        return new FunctionView(
                before.name(),
                before.life(),
                stateOf(serving, revisions),
                serving,
                before.latestRevision(),
                before.deployedAt(),
                before.removedAt(),
                revisions,
                before.lives());
    }

    private static List<RevisionView> changed(FunctionView before, int number, UnaryOperator<RevisionView> change) {
        return before.revisions().stream()
                .map(revision -> revision.revision() == number ? change.apply(revision) : revision)
                .toList();
    }

    private static State stateOf(@Nullable Integer serving, List<RevisionView> revisions) {
        if (serving != null) {
            return State.READY;
        }
        var preparing = revisions.stream().anyMatch(revision -> revision.state() == RevisionView.State.PREPARING);
        return preparing ? State.PREPARING : State.FAILED;
    }
}
