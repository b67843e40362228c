package io.cloudfunc.spike;

import java.nio.ByteBuffer;

/**
 * A call in a message of 1 KiB.
 *
 * @param sentAt {@link System#nanoTime()} when it was asked for
 * @param millis how long the function runs
 */
record Call(int function, long sentAt, int millis) {

    private static final int BYTES = 1024;

    static Call now(int function, int millis) {
        return new Call(function, System.nanoTime(), millis);
    }

    byte[] encode() {
        return ByteBuffer.allocate(BYTES).putInt(function).putLong(sentAt).putInt(millis).array();
    }

    static Call decode(byte[] message) {
        var buffer = ByteBuffer.wrap(message);
        return new Call(buffer.getInt(), buffer.getLong(), buffer.getInt());
    }

    double waitedMillis() {
        return (System.nanoTime() - sentAt) / 1e6;
    }
}
