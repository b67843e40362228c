package io.cloudfunc.invoker.pool;

import io.cloudfunc.api.invocation.ColdReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a call goes. */
sealed interface Decision {

    record UseWarm(Place place) implements Decision {}

    /**
     * Start a container, once what stands in its way is removed.
     *
     * @param spare what it can be made of, if there is something
     * @param dismissed made ahead, but its memory is needed
     * @param victims idle, but their room is needed
     */
    record Start(ColdReason reason, @Nullable Spare spare, List<Spare> dismissed, List<Place> victims)
            implements Decision {

        /** With all that is needed at hand. */
        Start(ColdReason reason) {
            this(reason, null, List.of(), List.of());
        }
    }

    /** Until a container is given back or a place opens. */
    record Wait() implements Decision {}

    /** Not even an empty pool has the memory. */
    record NeverFits() implements Decision {}
}
