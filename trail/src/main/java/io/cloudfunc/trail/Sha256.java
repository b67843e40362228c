package io.cloudfunc.trail;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** A SHA-256 over fields, each of which ends where the next begins: no two lists of fields have the same bytes. */
final class Sha256 {

    static final int BYTES = 32;

    private static final int ABSENT = -1;

    private final MessageDigest digest = newDigest();
    private final ByteBuffer eight = ByteBuffer.allocate(Long.BYTES);

    Sha256 number(long value) {
        digest.update(eight.clear().putLong(value).flip());
        return this;
    }

    Sha256 text(@Nullable String value) {
        return value == null ? length(ABSENT) : bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    Sha256 bytes(byte[] value) {
        length(value.length);
        digest.update(value);
        return this;
    }

    private Sha256 length(int value) {
        digest.update(eight.clear().putInt(value).flip());
        return this;
    }

    /** Of these bytes alone. */
    static byte[] plain(byte[] value) {
        return newDigest().digest(value);
    }

    byte[] end() {
        return digest.digest();
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
