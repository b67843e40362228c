package io.cloudfunc.trail;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** Ed25519, as the JDK has it. */
final class Signatures {

    static final String ALGORITHM = "Ed25519";

    private Signatures() {}

    static boolean isOf(byte[] signature, byte[] signed, byte[] publicKey) {
        try {
            var verification = Signature.getInstance(ALGORITHM);
            verification.initVerify(
                    KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(publicKey)));
            verification.update(signed);
            return verification.verify(signature);
        } catch (GeneralSecurityException notEvenOne) {
            return false;
        }
    }

    static String fingerprint(byte[] publicKey) {
        return "sha256:" + HexFormat.of().formatHex(Sha256.plain(publicKey));
    }
}
