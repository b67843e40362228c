package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.wire.Execute;
import java.util.Optional;

/** Where the bodies of calls come from that are too large to come along. */
@FunctionalInterface
interface LargePayloads {

    /**
     * The body; empty if it is no longer stored. Blocks.
     *
     * @throws UnansweredException if nobody answers
     */
    Optional<byte[]> fetch(Execute call);
}
