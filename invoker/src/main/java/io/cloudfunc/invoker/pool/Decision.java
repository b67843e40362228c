package io.cloudfunc.invoker.pool;

import io.cloudfunc.api.invocation.ColdReason;
import java.util.List;

/** Where a call goes. */
sealed interface Decision {

    record UseWarm(Place place) implements Decision {}

    record Start(ColdReason reason) implements Decision {}

    /** Start once these, which are idle, are removed. */
    record EvictThenStart(List<Place> victims, ColdReason reason) implements Decision {}

    /** Until a container is given back or a place opens. */
    record Wait() implements Decision {}

    /** Not even an empty pool has the memory. */
    record NeverFits() implements Decision {}
}
