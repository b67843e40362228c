package io.cloudfunc.command.invocation;

import io.cloudfunc.api.invocation.RequestInvocation;

/** What a caller is told of a call that was accepted and has not ended. */
record AcceptedInvocation(String id, String function, int life, int revision, String state) {

    static AcceptedInvocation of(RequestInvocation request) {
        return new AcceptedInvocation(
                request.invocation().toString(),
                request.function().value(),
                request.life(),
                request.revision(),
                "WAITING");
    }
}
