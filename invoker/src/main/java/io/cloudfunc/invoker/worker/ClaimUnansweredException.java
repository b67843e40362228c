package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.invocation.InvocationId;

/** Nobody says whether the call may begin, so it must not. */
final class ClaimUnansweredException extends RuntimeException {

    ClaimUnansweredException(InvocationId call, Exception cause) {
        super("nobody says whether invocation %s may begin".formatted(call), cause);
    }
}
