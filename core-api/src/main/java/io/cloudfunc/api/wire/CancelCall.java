package io.cloudfunc.api.wire;

import io.cloudfunc.api.invocation.InvocationId;

/** The invocation has ended: stop its call if it runs, do not begin it if it comes later, and report no outcome of it. */
public record CancelCall(InvocationId invocation) implements Control {}
