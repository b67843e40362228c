package io.cloudfunc.api.payload;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A payload on its way to the payload store.
 *
 * @param salt 16 random bytes, stored beside the content and destroyed with it
 */
public record Payload(PayloadRef ref, byte[] salt, byte[] content) {

    private static final int SALT_BYTES = 16;

    public static Payload of(UUID id, String contentType, byte[] content, SecureRandom random) {
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new Payload(new PayloadRef(id, contentType, content.length, hash(salt, content)), salt, content);
    }

    /** Whether the content is what its reference says: same size, same salted hash. */
    public boolean isGenuine() {
        return ref.size() == content.length && ref.hash().equals(hash(salt, content));
    }

    /** The content as UTF-8. */
    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    /** {@code sha256:} and the lower-case hex SHA-256 of salt and content. */
    public static String hash(byte[] salt, byte[] content) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return "sha256:" + HexFormat.of().formatHex(digest.digest(content));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
