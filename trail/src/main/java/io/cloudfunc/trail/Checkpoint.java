package io.cloudfunc.trail;

import java.time.Instant;

/**
 * What was signed about the chain: kept elsewhere, it proves later that nothing up to it was changed or cut off.
 *
 * @param number of the seal that it ends, from 1
 * @param events in this seal and all before it
 * @param at when it was sealed
 * @param head SHA-256 over the head before, number, events, time and the seal's content
 * @param key public key of the signer, X.509
 * @param signature Ed25519, of the head
 */
public record Checkpoint(long number, long events, Instant at, byte[] head, byte[] key, byte[] signature) {

    /** Before the first seal. */
    public static final byte[] NO_HEAD = new byte[Sha256.BYTES];

    static byte[] head(byte[] before, long number, long events, Instant at, byte[] content) {
        return new Sha256()
                .bytes(before)
                .number(number)
                .number(events)
                .text(at.toString())
                .bytes(content)
                .end();
    }

    public boolean isGenuine() {
        return Signatures.isOf(signature, head, key);
    }

    /** Names the signer: {@code sha256:} and lower-case hex of the public key's SHA-256. */
    public String signer() {
        return Signatures.fingerprint(key);
    }
}
