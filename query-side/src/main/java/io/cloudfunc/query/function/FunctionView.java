package io.cloudfunc.query.function;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.query.history.Quoting;
import io.cloudfunc.query.history.Words;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A function in its present life, or the last one.
 *
 * @param servingRevision whose code new calls run; absent before the first one is ready
 * @param deployedAt when the latest revision was deployed
 * @param revisions of this life, the oldest first
 * @param lives all of them, the first one first
 */
record FunctionView(
        FunctionName name,
        int life,
        State state,
        @Nullable Integer servingRevision,
        int latestRevision,
        Instant deployedAt,
        @Nullable Instant removedAt,
        List<RevisionView> revisions,
        List<LifeView> lives)
        implements Quoting<FunctionView> {

    FunctionView {
        revisions = List.copyOf(revisions);
        lives = List.copyOf(lives);
    }

    enum State {
        /** A revision serves. */
        READY,
        /** None serves yet, and one is being prepared. */
        PREPARING,
        /** None serves, and none is being prepared. */
        FAILED,
        REMOVED
    }

    /** From the first deploy of the name to its removal. */
    record LifeView(int life, Instant deployedAt, @Nullable Instant removedAt) {}

    @Override
    public Stream<UUID> said() {
        return revisions.stream().flatMap(RevisionView::said);
    }

    @Override
    public FunctionView with(Words.Found words) {
        return new FunctionView(
                name,
                life,
                state,
                servingRevision,
                latestRevision,
                deployedAt,
                removedAt,
                revisions.stream().map(revision -> revision.with(words)).toList(),
                lives);
    }

    boolean removed() {
        return state == State.REMOVED;
    }
}
