package io.cloudfunc.command.open;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.problem.RejectedException;
import java.util.Map;

/**
 * Lets calls in as long as there is room. One node keeps the bounds exactly; of several, each may let in beyond them what
 * the others let in within the last second. What others ended is looked up before anybody is refused.
 */
public final class Admission {

    private final OpenCalls open;
    private final OpenCallsFollower follower;

    Admission(OpenCalls open, OpenCallsFollower follower) {
        this.open = open;
        this.follower = follower;
    }

    /**
     * Makes room for a call before its body is read.
     *
     * @param bytes of the body, or of the largest there may be where its length is not known
     * @throws RejectedException if there is no room
     */
    public Room admit(InvocationId id, FunctionName function, long bytes) {
        return admit(function, Map.of(id, bytes));
    }

    /**
     * Makes room for all of these calls or for none.
     *
     * @param calls with the bytes of each
     * @throws RejectedException if there is no room for all of them
     */
    public Room admit(FunctionName function, Map<InvocationId, Long> calls) {
        if (!follower.hasCaughtUp()) {
            open.count(function, calls);
        } else if (open.reserve(function, calls).isPresent()) {
            follower.lookAgain();
            open.reserve(function, calls).ifPresent(refusal -> {
                throw new RejectedException(refusal);
            });
        }
        return new Room(open, calls.keySet());
    }
}
