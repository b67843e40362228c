package io.cloudfunc.store;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The key of one payload, AES-256-GCM. Since it encrypts nothing else, it needs no nonce of its own. */
final class DataKey {

    private static final int BYTES = 32;
    private static final GCMParameterSpec ONLY_ONCE = new GCMParameterSpec(128, new byte[12]);

    private DataKey() {}

    static byte[] fresh(SecureRandom random) {
        var key = new byte[BYTES];
        random.nextBytes(key);
        return key;
    }

    static byte[] encrypt(byte[] key, byte[] content) {
        return apply(Cipher.ENCRYPT_MODE, key, content);
    }

    /** What was changed since it was encrypted is an {@link IllegalStateException}. */
    static byte[] decrypt(byte[] key, byte[] content) {
        return apply(Cipher.DECRYPT_MODE, key, content);
    }

    private static byte[] apply(int mode, byte[] key, byte[] content) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), ONLY_ONCE);
            return cipher.doFinal(content);
        } catch (GeneralSecurityException changed) {
            throw new IllegalStateException("A stored payload is not what was encrypted with its key", changed);
        }
    }
}
