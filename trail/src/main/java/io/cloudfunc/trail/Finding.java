package io.cloudfunc.trail;

import org.jspecify.annotations.Nullable;

/**
 * Something in the trail that is not as it was sealed.
 *
 * @param position of the event, or of the first event of the seal
 * @param seal its number, 0 if the event is in none
 * @param event its id, if it is known
 */
public record Finding(
        Kind kind, long position, long seal, @Nullable String event, String detail) implements Comparable<Finding> {

    /** What is wrong. The names are stable. */
    public enum Kind {
        /** The event is not what was sealed. */
        CHANGED,
        /** A sealed event is not there. */
        MISSING,
        /** An event stands among sealed ones and was not sealed. */
        INSERTED,
        /** A seal is not there. */
        SEAL_MISSING,
        /** A seal does not follow from its content and the one before. */
        SEAL_CHANGED,
        /** The signature is not that of the key it names. */
        BAD_SIGNATURE,
        /** Signed with a key that the verifier does not know. */
        UNKNOWN_SIGNER,
        /** The chain does not reach, or does not contain, the checkpoint that was kept apart. */
        CUT
    }

    @Override
    public int compareTo(Finding other) {
        return Long.compare(position, other.position);
    }
}
