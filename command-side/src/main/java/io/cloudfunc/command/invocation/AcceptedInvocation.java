package io.cloudfunc.command.invocation;

import io.cloudfunc.api.invocation.AttemptFailed;
import io.cloudfunc.api.invocation.AttemptStarted;
import io.cloudfunc.api.invocation.InvocationEnded;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.invocation.RequestInvocation;
import io.cloudfunc.store.StoredEvent;
import java.util.List;

/** What a caller is told of a call that was accepted. */
record AcceptedInvocation(String id, String function, int life, int revision, String state) {

    static AcceptedInvocation of(RequestInvocation request) {
        return new AcceptedInvocation(
                request.invocation().toString(),
                request.function().value(),
                request.life(),
                request.revision(),
                "WAITING");
    }

    /** One that was accepted earlier, as its events tell. */
    static AcceptedInvocation of(List<StoredEvent> history) {
        var requested = (InvocationRequested) history.getFirst().event();
        return new AcceptedInvocation(
                requested.invocation().toString(),
                requested.function().value(),
                requested.life(),
                requested.revision(),
                history.stream().map(StoredEvent::event).reduce("WAITING", AcceptedInvocation::next, (a, b) -> b));
    }

    private static String next(String state, Object event) {
        return switch (event) {
            case AttemptStarted started -> "RUNNING";
            case AttemptFailed failed -> "WAITING";
            case InvocationEnded end -> EndState.of(end).name();
            default -> state;
        };
    }

    boolean isOf(InvocationId invocation) {
        return id.equals(invocation.toString());
    }
}
