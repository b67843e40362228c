package io.cloudfunc.invoker.router;

import io.cloudfunc.api.container.WorkerId;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call that was sent to the workers, or taken by one of this process, and has not ended.
 *
 * @param due when it must have begun; after that, when its end is asked for again
 * @param incarnation who holds it: the broker's memory when it was sent, or the process that took it
 * @param worker which alone has it; absent if any worker may have it
 * @param queue of that worker alone, to which it was sent; absent if any worker may have it, or one of this process took it
 */
record InFlight(
        Instant due,
        String incarnation,
        @Nullable WorkerId worker,
        @Nullable String queue) {

    /** @param incarnation the broker's memory now */
    static InFlight taken(Instant due, Taker taker, Supplier<String> incarnation) {
        return switch (taker) {
            case Taker.RunsHere here -> new InFlight(due, here.process(), here.worker(), null);
            case Taker.SentTo sent -> new InFlight(due, incarnation.get(), sent.worker(), sent.queue());
        };
    }

    InFlight dueAt(Instant later) {
        return new InFlight(later, incarnation, worker, queue);
    }

    /** Whether it was not sent through the broker. */
    boolean isTaken() {
        return FastPath.isProcess(incarnation);
    }
}
