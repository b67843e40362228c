package io.cloudfunc.invoker.pool;

import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.invocation.ColdReason;

/** What the reason for a container's end means to the next call that would have used it. */
final class Departure {

    private Departure() {}

    static ColdReason coldReasonAfter(StopReason stop) {
        return switch (stop) {
            case WARM_EXPIRED, ROUTER_SILENT -> ColdReason.EXPIRED;
            case REVISION_REPLACED -> ColdReason.NEW_REVISION;
            case EVICTED -> ColdReason.EVICTED;
            case CALL_FAILED, CALL_CANCELLED, EXITED, ENGINE_LOST, WORKER_LOST, WORKER_STOPPED, FUNCTION_REMOVED ->
                ColdReason.REPLACED;
        };
    }
}
