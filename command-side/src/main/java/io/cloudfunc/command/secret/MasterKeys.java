package io.cloudfunc.command.secret;

import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection.Unavailable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that secrets are encrypted with at rest, by AES-256-GCM: the first is for what is stored from now on, the
 * others for what was stored before. To change the key, put a new one before the old and start again; when all is
 * encrypted anew the old one can go.
 */
final class MasterKeys {

    private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int ID_DIGITS = 12;

    private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
    private final SecureRandom random = new SecureRandom();

    /**
     * @param text keys of 64 hexadecimal digits, by white space or commas; with none, there can be no secrets
     */
    MasterKeys(String text) {
        if (text.isBlank()) {
            return;
        }
        for (var key : text.strip().split("[\\s,]+")) {
            if (!KEY.matcher(key).matches()) {
                throw new InvalidValueException("cloudfunc.secrets.key", "something else", "64 hexadecimal digits");
            }
            var bytes = HexFormat.of().parseHex(key);
            keys.put(id(bytes), new SecretKeySpec(bytes, "AES"));
        }
    }

    static String fresh() {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Of the key that is used from now on. */
    String current() {
        return keys.keySet().stream()
                .findFirst()
                .orElseThrow(() -> new RejectedException(
                        new Unavailable("The store of secrets", "cloudfunc.secrets.key is not set")));
    }

    boolean isCurrent(String keyId) {
        return current().equals(keyId);
    }

    /**
     * @param owner what the content belongs to; it can be read for nothing else
     */
    byte[] encrypt(byte[] content, String owner) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        var sealed = run(Cipher.ENCRYPT_MODE, current(), nonce, content, owner);
        return ByteBuffer.allocate(nonce.length + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /** @throws IllegalStateException if the key is not there any more, or the content was changed */
    byte[] decrypt(String keyId, byte[] sealed, String owner) {
        var nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        return run(Cipher.DECRYPT_MODE, keyId, nonce, Arrays.copyOfRange(sealed, NONCE_BYTES, sealed.length), owner);
    }

    private byte[] run(int mode, String keyId, byte[] nonce, byte[] content, String owner) {
        var key = keys.get(keyId);
        if (key == null) {
            throw new IllegalStateException("The key %s of %s is not in cloudfunc.secrets.key".formatted(keyId, owner));
        }
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(content);
        } catch (GeneralSecurityException changed) {
            throw new IllegalStateException("%s cannot be read: it was changed".formatted(owner), changed);
        }
    }

    private static String id(byte[] key) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(key);
            return HexFormat.of().formatHex(hash).substring(0, ID_DIGITS);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
