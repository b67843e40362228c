package io.cloudfunc.command.commit;

import io.cloudfunc.api.payload.Payload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command, and what must be stored in the same commit as its events.
 *
 * @param claim the key that the order needs for itself; if another has it, nothing is done, and the order's result is
 *     the {@link Claim} that has it
 * @param metadata what is recorded beside its events, such as who ordered it
 */
public record Order(
        Object command, List<Payload> payloads, @Nullable Claim claim, Map<String, String> metadata) {

    public Order {
        payloads = List.copyOf(payloads);
        metadata = Map.copyOf(metadata);
    }

    public Order(Object command, List<Payload> payloads, @Nullable Claim claim) {
        this(command, payloads, claim, CallerMetadata.now());
    }

    public Order(Object command, List<Payload> payloads) {
        this(command, payloads, null, CallerMetadata.now());
    }
}
