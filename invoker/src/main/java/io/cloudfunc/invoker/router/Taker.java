package io.cloudfunc.invoker.router;

import io.cloudfunc.api.container.WorkerId;

/** The process that runs a call right after it was accepted, and its worker. */
record Taker(String process, WorkerId worker) {}
