package io.cloudfunc.command.commit;

import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.store.ChangedMeanwhileException;
import io.cloudfunc.store.LastEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A command, and what must be stored in the same commit as its events.
 *
 * @param claim the key that the order needs for itself; if another has it, nothing is done, and the order's result is
 *     the {@link Claim} that has it
 * @param metadata what is recorded beside its events, such as who ordered it
 * @param basis what the order was decided by; if that is not so at the commit any more, nothing is done, and the order fails
 *     with a {@link ChangedMeanwhileException}. Absent: nothing that could change
 * @param then what else is ordered in the same commit, once the result of the command is known; absent: nothing
 */
public record Order(
        Object command,
        List<Payload> payloads,
        @Nullable Claim claim,
        Map<String, String> metadata,
        @Nullable LastEvent basis,
        @Nullable Function<Object, Optional<Object>> then) {

    public Order {
        payloads = List.copyOf(payloads);
        metadata = Map.copyOf(metadata);
    }

    public Order(Object command, List<Payload> payloads, @Nullable Claim claim, @Nullable LastEvent basis) {
        this(command, payloads, claim, CallerMetadata.now(), basis, null);
    }

    public Order(Object command, List<Payload> payloads) {
        this(command, payloads, null, CallerMetadata.now(), null, null);
    }

    /** The same, and in the same commit what follows from its result. */
    public Order then(Function<Object, Optional<Object>> next) {
        return new Order(command, payloads, claim, metadata, basis, next);
    }
}
