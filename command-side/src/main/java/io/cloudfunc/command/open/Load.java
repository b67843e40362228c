package io.cloudfunc.command.open;

/** Calls and the bytes of their bodies. */
record Load(int calls, long bytes) {

    static final Load NONE = new Load(0, 0);

    Load plus(long bytesOfOne) {
        return new Load(calls + 1, bytes + bytesOfOne);
    }

    Load minus(long bytesOfOne) {
        return new Load(calls - 1, bytes - bytesOfOne);
    }
}
