package io.cloudfunc.command.commit;

import io.cloudfunc.api.payload.Payload;
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
 * @param then what else is ordered in the same commit, once the result of the command is known; absent: nothing
 */
public record Order(
        Object command,
        List<Payload> payloads,
        @Nullable Claim claim,
        Map<String, String> metadata,
        @Nullable Function<Object, Optional<Object>> then) {

    public Order {
        payloads = List.copyOf(payloads);
        metadata = Map.copyOf(metadata);
    }

    public Order(Object command, List<Payload> payloads, @Nullable Claim claim) {
        this(command, payloads, claim, CallerMetadata.now(), null);
    }

    public Order(Object command, List<Payload> payloads) {
        this(command, payloads, null, CallerMetadata.now(), null);
    }

    /** The same, and in the same commit what follows from its result. */
    public Order then(Function<Object, Optional<Object>> next) {
        return new Order(command, payloads, claim, metadata, next);
    }
}
