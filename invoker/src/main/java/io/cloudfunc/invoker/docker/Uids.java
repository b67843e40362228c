package io.cloudfunc.invoker.docker;

import java.util.BitSet;
import java.util.OptionalInt;

/**
 * Gives each container a user and group id of its own. Ids are given in turn, so that one comes back as late as possible.
 * Safe for use by many threads.
 */
final class Uids {

    private final int first;
    private final int count;
    private final BitSet taken = new BitSet();
    private int next;

    /** @param start where in the range to begin, from 0; workers that share an engine should differ */
    Uids(int first, int count, int start) {
        this.first = first;
        this.count = count;
        this.next = start;
    }

    /** Empty if all are taken. */
    synchronized OptionalInt take() {
        var free = taken.nextClearBit(next);
        if (free >= count) {
            free = taken.nextClearBit(0);
        }
        if (free >= count) {
            return OptionalInt.empty();
        }
        taken.set(free);
        next = free + 1 < count ? free + 1 : 0;
        return OptionalInt.of(first + free);
    }

    synchronized void giveBack(int uid) {
        taken.clear(uid - first);
    }
}
