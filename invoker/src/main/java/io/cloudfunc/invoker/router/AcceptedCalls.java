package io.cloudfunc.invoker.router;

import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;

/** What was asked for, as it is stored. */
interface AcceptedCalls {

    InvocationRequested of(InvocationId invocation);
}
