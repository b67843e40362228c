package io.cloudfunc.trail;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Some events that became visible together, chained to all before them and signed. What is in it are only their
 * positions and digests, so that it can be verified also where some of the events are left out.
 *
 * @param positions of the events, in the order of the chain
 * @param digests of the events one after another, {@value Sha256#BYTES} bytes each
 */
public record Seal(Checkpoint checkpoint, long[] positions, byte[] digests) {

    /** Seals the events as the next after a head ({@link Checkpoint#NO_HEAD} if there is none). */
    public static Seal of(
            List<TrailEvent> events, byte[] before, long number, long eventsBefore, Instant at, SigningKey key) {
        var positions = events.stream().mapToLong(TrailEvent::position).toArray();
        var digests = new byte[positions.length * Sha256.BYTES];
        for (var i = 0; i < positions.length; i++) {
            System.arraycopy(events.get(i).digest(), 0, digests, i * Sha256.BYTES, Sha256.BYTES);
        }
        var all = eventsBefore + positions.length;
        var head = Checkpoint.head(before, number, all, at, content(positions, digests));
        return new Seal(new Checkpoint(number, all, at, head, key.publicKey(), key.sign(head)), positions, digests);
    }

    /** SHA-256 over positions and digests: stands for them in an export that has none of the events. */
    public byte[] content() {
        return content(positions, digests);
    }

    private static byte[] content(long[] positions, byte[] digests) {
        var hash = new Sha256();
        for (var position : positions) {
            hash.number(position);
        }
        return hash.bytes(digests).end();
    }

    boolean isWellFormed() {
        return digests.length == positions.length * Sha256.BYTES;
    }

    boolean isOf(int index, TrailEvent event) {
        var from = index * Sha256.BYTES;
        return Arrays.equals(digests, from, from + Sha256.BYTES, event.digest(), 0, Sha256.BYTES);
    }
}
