package io.cloudfunc.command.open;

import io.cloudfunc.api.invocation.InvocationId;

/**
 * What a call has while it is received and stored. Closing it gives it back if the call was not kept: should it be stored
 * all the same, it is counted again when that is read.
 */
public final class Room implements AutoCloseable {

    private final OpenCalls open;
    private final InvocationId id;

    Room(OpenCalls open, InvocationId id) {
        this.open = open;
        this.id = id;
    }

    /** The call is stored, with a body of so many bytes. */
    public void keep(long bytes) {
        open.accepted(id, bytes);
    }

    @Override
    public void close() {
        open.release(id);
    }
}
