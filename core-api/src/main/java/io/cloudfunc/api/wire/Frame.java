package io.cloudfunc.api.wire;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of a message: a JSON head and the bytes that go with it, which are never written as text.
 *
 * <p>Layout, integers big-endian, 32 bits: length of the head, number of parts, length of each part, head, parts.
 */
public record Frame(byte[] head, List<byte[]> parts) {

    private static final int MOST_PARTS = 1_000;

    public Frame {
        parts = List.copyOf(parts);
    }

    public byte[] encode() {
        var size = Integer.BYTES * (2 + parts.size()) + head.length;
        for (var part : parts) {
            size = Math.addExact(size, part.length);
        }
        var buffer = ByteBuffer.allocate(size).putInt(head.length).putInt(parts.size());
        parts.forEach(part -> buffer.putInt(part.length));
        buffer.put(head);
        parts.forEach(buffer::put);
        return buffer.array();
    }

    /** Reads what {@link #encode()} wrote; anything else is an {@link IllegalArgumentException}. */
    public static Frame decode(byte[] message) {
        try {
            var buffer = ByteBuffer.wrap(message);
            var headLength = buffer.getInt();
            var lengths = new int[checked(buffer.getInt(), MOST_PARTS)];
            for (var i = 0; i < lengths.length; i++) {
                lengths[i] = buffer.getInt();
            }
            var head = take(buffer, headLength);
            var parts = new ArrayList<byte[]>(lengths.length);
            for (var length : lengths) {
                parts.add(take(buffer, length));
            }
            checked(buffer.remaining(), 0);
            return new Frame(head, parts);
        } catch (BufferUnderflowException tooShort) {
            throw new IllegalArgumentException("message of %d bytes ends early".formatted(message.length), tooShort);
        }
    }

    private static byte[] take(ByteBuffer buffer, int length) {
        var bytes = new byte[checked(length, buffer.remaining())];
        buffer.get(bytes);
        return bytes;
    }

    private static int checked(int value, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException("message is broken: %d, expected 0 to %d".formatted(value, most));
        }
        return value;
    }
}
