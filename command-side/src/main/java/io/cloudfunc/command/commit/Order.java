package io.cloudfunc.command.commit;

import io.cloudfunc.api.payload.Payload;
import java.util.List;

/** A command, and the payloads that must be stored in the same commit as its events. */
public record Order(Object command, List<Payload> payloads) {

    public Order {
        payloads = List.copyOf(payloads);
    }
}
