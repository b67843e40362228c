package io.cloudfunc.api.wire;

import io.cloudfunc.api.container.WorkerId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a worker says of itself each second.
 *
 * @param queue of {@link QueueNames#callsOf}, where it takes calls for its idle containers; absent if it takes none now
 */
public record CallsTaken(WorkerId worker, @Nullable UUID queue) {}
