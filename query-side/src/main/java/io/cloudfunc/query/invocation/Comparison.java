package io.cloudfunc.query.invocation;

import io.cloudfunc.query.invocation.InvocationView.State;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A replay beside the call that it repeats.
 *
 * @param same whether both ended alike with the same output, byte by byte; logs and times may differ
 * @param output what differs between the outputs; none where one of them has none
 * @param log what differs between the logs
 */
record Comparison(Side origin, Side replay, boolean same, List<Difference> output, List<Difference> log) {

    /**
     * @param failure kind and message, if it failed
     * @param ran from the call's start in its container to its end; absent if it never ran
     */
    record Side(
            String id,
            int revision,
            State state,
            @Nullable String failure,
            @Nullable Duration ran) {

        static Side of(InvocationView view) {
            var failure = view.failure();
            var started = view.startedAt();
            var ended = view.endedAt();
            return new Side(
                    view.id().toString(),
                    view.revision(),
                    view.state(),
                    failure == null ? null : failure.kind() + ": " + failure.message(),
                    started == null || ended == null ? null : Duration.between(started, ended));
        }

        private boolean endedLike(Side other) {
            return state == other.state && Objects.equals(failure, other.failure);
        }
    }

    static Comparison of(InvocationView origin, InvocationView replay, List<Difference> output, List<Difference> log) {
        var before = Side.of(origin);
        var after = Side.of(replay);
        return new Comparison(before, after, before.endedLike(after) && output.isEmpty(), output, log);
    }
}
