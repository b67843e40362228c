package io.cloudfunc.query.invocation;

import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.query.invocation.InvocationView.State;
import java.util.List;
import org.springframework.stereotype.Component;

/** Lays a replay beside the call that it repeats. */
@Component
class Comparisons {

    private final Invocations invocations;
    private final InvocationBytes bytes;

    Comparisons(Invocations invocations, InvocationBytes bytes) {
        this.invocations = invocations;
        this.bytes = bytes;
    }

    /** Both must have ended, and what they put out must still be stored. */
    Comparison of(InvocationId id) {
        var replay = ended(id);
        if (replay.origin() == null) {
            throw nothing(id, "it calls no other one anew");
        }
        var origin = ended(replay.origin());
        return Comparison.of(origin, replay, output(origin, replay), log(origin, replay));
    }

    private InvocationView ended(InvocationId id) {
        var view = invocations.find(id);
        if (!view.ended()) {
            throw nothing(id, "it has not ended yet and is " + view.state());
        }
        return view;
    }

    private List<Difference> output(InvocationView origin, InvocationView replay) {
        return origin.state() == State.SUCCEEDED && replay.state() == State.SUCCEEDED
                ? Difference.between(
                        bytes.output(origin.id()).content(),
                        bytes.output(replay.id()).content())
                : List.of();
    }

    private List<Difference> log(InvocationView origin, InvocationView replay) {
        return origin.phases() == null || replay.phases() == null
                ? List.of()
                : Difference.between(bytes.log(origin.id()), bytes.log(replay.id()));
    }

    private static RejectedException nothing(InvocationId id, String why) {
        return new RejectedException(new Rejection.NothingStored("Invocation '%s'".formatted(id), "comparison", why));
    }
}
