package io.cloudfunc.command.open;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.problem.RejectedException;

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
        if (!follower.hasCaughtUp()) {
            open.count(id, function, bytes);
        } else if (open.reserve(id, function, bytes).isPresent()) {
            follower.lookAgain();
            open.reserve(id, function, bytes).ifPresent(refusal -> {
                throw new RejectedException(refusal);
            });
        }
        return new Room(open, id);
    }
}
