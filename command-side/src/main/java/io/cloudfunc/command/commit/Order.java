package io.cloudfunc.command.commit;

import io.cloudfunc.api.payload.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command, and what must be stored in the same commit as its events.
 *
 * @param claim the key that the order needs for itself; if another has it, nothing is done, and the order's result is
 *     the {@link Claim} that has it
 */
public record Order(
        Object command, List<Payload> payloads, @Nullable Claim claim) {

    public Order {
        payloads = List.copyOf(payloads);
    }

    public Order(Object command, List<Payload> payloads) {
        this(command, payloads, null);
    }
}
