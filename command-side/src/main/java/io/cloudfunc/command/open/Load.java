package io.cloudfunc.command.open;

/** Calls and the bytes of their bodies. */
record Load(int calls, long bytes) {

    static final Load NONE = new Load(0, 0);

    Load plus(long bytesOfOne) {
        return plus(1, bytesOfOne);
    }

    Load plus(int moreCalls, long moreBytes) {
        return new Load(calls + moreCalls, bytes + moreBytes);
    }

    Load minus(long bytesOfOne) {
        return new Load(calls - 1, bytes - bytesOfOne);
    }
}
