package io.cloudfunc.command.open;

import io.cloudfunc.api.invocation.InvocationId;
import java.util.Set;

/**
 * What calls have while they are received and stored. Closing it gives it back for those that were not kept: should one be
 * stored all the same, it is counted again when that is read.
 */
public final class Room implements AutoCloseable {

    private final OpenCalls open;
    private final Set<InvocationId> ids;

    Room(OpenCalls open, Set<InvocationId> ids) {
        this.open = open;
        this.ids = Set.copyOf(ids);
    }

    /** The call is stored, with a body of so many bytes. */
    public void keep(InvocationId id, long bytes) {
        open.accepted(id, bytes);
    }

    @Override
    public void close() {
        ids.forEach(open::release);
    }
}
