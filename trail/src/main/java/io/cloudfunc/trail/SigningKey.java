package io.cloudfunc.trail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/** The key with which this installation signs its checkpoints. It lies in a file that only its owner may read. */
public final class SigningKey {

    private static final String FILE = "signing-key";

    private final byte[] publicKey;
    private final PrivateKey privateKey;

    private SigningKey(byte[] publicKey, PrivateKey privateKey) {
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    /** The key in that directory, which is made with it if need be. */
    public static SigningKey in(Path directory) {
        try {
            if (!Files.exists(directory.resolve(FILE))) {
                make(directory);
            }
            return read(directory);
        } catch (IOException | GeneralSecurityException failure) {
            throw unusable(directory, failure);
        }
    }

    /** The public key in that directory, if there is one. */
    public static Optional<String> fingerprintIn(Path directory) {
        try {
            return Files.isReadable(directory.resolve(FILE))
                    ? Optional.of(Signatures.fingerprint(read(directory).publicKey))
                    : Optional.empty();
        } catch (IOException | GeneralSecurityException failure) {
            throw unusable(directory, failure);
        }
    }

    private static SigningKey read(Path directory) throws IOException, GeneralSecurityException {
        var lines = Files.readAllLines(directory.resolve(FILE));
        var privateKey = KeyFactory.getInstance(Signatures.ALGORITHM)
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines.get(1))));
        return new SigningKey(Base64.getDecoder().decode(lines.getFirst()), privateKey);
    }

    /** A crash leaves the whole file or none. */
    private static void make(Path directory) throws IOException, GeneralSecurityException {
        Files.createDirectories(directory);
        var pair = KeyPairGenerator.getInstance(Signatures.ALGORITHM).generateKeyPair();
        var base64 = Base64.getEncoder();
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var whole = Files.createTempFile(directory, FILE, ".new", ownerOnly);
        Files.writeString(
                whole,
                "%s%n%s%n"
                        .formatted(
                                base64.encodeToString(pair.getPublic().getEncoded()),
                                base64.encodeToString(pair.getPrivate().getEncoded())));
        Files.move(whole, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    private static IllegalStateException unusable(Path directory, Exception failure) {
        return new IllegalStateException("the signing key cannot be used: " + directory.resolve(FILE), failure);
    }

    byte[] publicKey() {
        return publicKey.clone();
    }

    /** As {@link Checkpoint#signer()} names it. */
    public String fingerprint() {
        return Signatures.fingerprint(publicKey);
    }

    byte[] sign(byte[] bytes) {
        try {
            var signature = Signature.getInstance(Signatures.ALGORITHM);
            signature.initSign(privateKey);
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException keyIsChecked) {
            throw new IllegalStateException(keyIsChecked);
        }
    }
}
