package io.cloudfunc.api.secret;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * Bytes that only the holder of one key can read: a key agreement (X25519) with a key pair made for this box alone, from
 * which HKDF (SHA-256) makes the key of AES-256-GCM. The box begins with that pair's public key. What it is for is bound
 * in, so that a box for one purpose opens for no other.
 */
public final class SealedBox {

    private static final String CURVE = "X25519";
    private static final int PUBLIC_KEY_BYTES = 44;
    private static final int TAG_BITS = 128;

    /** Each box has a key of its own, so that the nonce may be the same in all. */
    private static final byte[] NONCE = new byte[12];

    private SealedBox() {}

    public static KeyPair newKeys() {
        try {
            return KeyPairGenerator.getInstance(CURVE).generateKeyPair();
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /**
     * @param reader a public key as {@link PublicKey#getEncoded()} gives it
     * @throws IllegalArgumentException if it is no such key
     */
    public static byte[] seal(byte[] content, byte[] reader, String purpose) {
        try {
            var own = newKeys();
            var key = key(own.getPrivate(), publicKey(reader), own.getPublic().getEncoded(), reader, purpose);
            var box = new ByteArrayOutputStream();
            box.writeBytes(own.getPublic().getEncoded());
            box.writeBytes(cipher(Cipher.ENCRYPT_MODE, key).doFinal(content));
            return box.toByteArray();
        } catch (GeneralSecurityException noKey) {
            throw new IllegalArgumentException("not an X25519 public key", noKey);
        }
    }

    /** @throws IllegalArgumentException if the box is not for these keys and this purpose, or was changed */
    public static byte[] open(byte[] box, KeyPair reader, String purpose) {
        try {
            var sender = Arrays.copyOf(box, PUBLIC_KEY_BYTES);
            var key = key(
                    reader.getPrivate(),
                    publicKey(sender),
                    sender,
                    reader.getPublic().getEncoded(),
                    purpose);
            return cipher(Cipher.DECRYPT_MODE, key).doFinal(box, PUBLIC_KEY_BYTES, box.length - PUBLIC_KEY_BYTES);
        } catch (GeneralSecurityException | IllegalArgumentException notForUs) {
            throw new IllegalArgumentException("a box that is not for this key and purpose", notForUs);
        }
    }

    private static SecretKey key(PrivateKey own, PublicKey other, byte[] sender, byte[] reader, String purpose)
            throws GeneralSecurityException {
        var agreement = KeyAgreement.getInstance(CURVE);
        agreement.init(own);
        agreement.doPhase(other, true);
        var info = new ByteArrayOutputStream();
        info.writeBytes(sender);
        info.writeBytes(reader);
        info.writeBytes(purpose.getBytes(StandardCharsets.UTF_8));
        return KDF.getInstance("HKDF-SHA256")
                .deriveKey(
                        "AES",
                        HKDFParameterSpec.ofExtract()
                                .addIKM(agreement.generateSecret())
                                .thenExpand(info.toByteArray(), 32));
    }

    private static PublicKey publicKey(byte[] encoded) throws GeneralSecurityException {
        return KeyFactory.getInstance(CURVE).generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static Cipher cipher(int mode, SecretKey key) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, NONCE));
        return cipher;
    }
}
