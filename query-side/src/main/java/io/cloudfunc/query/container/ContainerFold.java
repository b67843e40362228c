package io.cloudfunc.query.container;

import io.cloudfunc.api.container.ContainerStarted;
import io.cloudfunc.api.container.ContainerStopped;
import io.cloudfunc.query.container.ContainerChange.Started;
import io.cloudfunc.query.container.ContainerChange.Stopped;
import io.cloudfunc.query.container.ContainerChange.Used;
import io.cloudfunc.query.container.ContainerView.State;
import io.cloudfunc.query.view.Fold;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a container becomes by one more change. Its changes come from several aggregates and so in any order, and perhaps
 * again: the highest lease counts, its end counts more than its beginning, and a stop is for good.
 */
final class ContainerFold implements Fold<ContainerChange, ContainerView> {

    @Override
    public ContainerView apply(@Nullable ContainerView before, ContainerChange change) {
        var known = before == null ? unknown(change) : before;
        return switch (change) {
            case Started started -> started(known, started.event());
            case Used used -> isNews(known, used) ? used(known, used) : known;
            case Stopped stopped -> stopped(known, stopped.event());
        };
    }

    private static ContainerView unknown(ContainerChange change) {
        return new ContainerView(
                change.container(),
                change.function(),
                change.life(),
                null,
                change.worker(),
                State.BUSY,
                0,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static ContainerView started(ContainerView known, ContainerStarted event) {
        return new ContainerView(
                known.id(),
                known.function(),
                known.life(),
                event.revision(),
                known.worker(),
                known.state(),
                known.lease(),
                event.startedAt(),
                known.lastUsedAt(),
                event.warmFor(),
                expiry(known.state(), known.lastUsedAt(), event.warmFor()),
                known.stoppedAt(),
                known.stopReason());
    }

    private static boolean isNews(ContainerView known, Used used) {
        return used.lease() > known.lease()
                || (used.lease() == known.lease()
                        && used.over()
                        && (known.state() == State.BUSY || isLater(used.at(), known.lastUsedAt())));
    }

    private static boolean isLater(Instant one, @Nullable Instant other) {
        return other == null || one.isAfter(other);
    }

    /** Also after its stop, which may be heard of before the end of the call that caused it. */
    private static ContainerView used(ContainerView known, Used used) {
        var state = known.state() == State.STOPPED ? State.STOPPED : used.over() ? State.WARM : State.BUSY;
        return new ContainerView(
                known.id(),
                known.function(),
                known.life(),
                known.revision(),
                known.worker(),
                state,
                used.lease(),
                known.startedAt(),
                used.at(),
                known.warmFor(),
                expiry(state, used.at(), known.warmFor()),
                known.stoppedAt(),
                known.stopReason());
    }

    private static ContainerView stopped(ContainerView known, ContainerStopped event) {
        return new ContainerView(
                known.id(),
                known.function(),
                known.life(),
                known.revision(),
                known.worker(),
                State.STOPPED,
                known.lease(),
                known.startedAt(),
                known.lastUsedAt(),
                known.warmFor(),
                null,
                event.stoppedAt(),
                event.reason());
    }

    private static @Nullable Instant expiry(State state, @Nullable Instant lastUsed, @Nullable Duration warmFor) {
        return state == State.WARM && lastUsed != null && warmFor != null ? lastUsed.plus(warmFor) : null;
    }
}
