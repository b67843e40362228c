package io.cloudfunc.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** Files as a tar archive, as the engine takes what it builds an image of. */
final class Tar {

    private static final int BLOCK = 512;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_LENGTH = 8;

    private Tar() {}

    /** @param files contents by name, of less than 100 characters */
    static byte[] of(Map<String, String> files) {
        var archive = new ByteArrayOutputStream();
        files.forEach((name, text) -> {
            var content = text.getBytes(StandardCharsets.UTF_8);
            archive.writeBytes(head(name, content.length));
            archive.writeBytes(Arrays.copyOf(content, (content.length + BLOCK - 1) / BLOCK * BLOCK));
        });
        archive.writeBytes(new byte[2 * BLOCK]);
        return archive.toByteArray();
    }

    private static byte[] head(String name, int size) {
        var head = new byte[BLOCK];
        put(head, 0, name);
        put(head, 100, "0000644");
        put(head, 108, "0000000");
        put(head, 116, "0000000");
        put(head, 124, "%011o".formatted(size));
        put(head, 136, "%011o".formatted(0));
        put(head, 156, "0");
        Arrays.fill(head, CHECKSUM, CHECKSUM + CHECKSUM_LENGTH, (byte) ' ');
        var sum = 0;
        for (var octet : head) {
            sum += octet & 0xff;
        }
        put(head, CHECKSUM, "%06o\0".formatted(sum));
        return head;
    }

    private static void put(byte[] head, int at, String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, head, at, bytes.length);
    }
}
