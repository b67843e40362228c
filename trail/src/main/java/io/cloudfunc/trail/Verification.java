package io.cloudfunc.trail;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What came of a verification. Nothing is claimed for events after the last checkpoint.
 *
 * @param events that were compared with their digests
 * @param leftOut sealed events that an export has not
 * @param unsealed events after the last checkpoint
 * @param last checkpoint of the chain; absent if nothing was sealed
 * @param signers of all checkpoints
 * @param signersKnown whether the verifier knew which signers to expect; if not, somebody must compare them
 * @param wrong number of findings
 * @param findings the first of them, by position
 */
public record Verification(
        long events,
        long leftOut,
        long unsealed,
        @Nullable Checkpoint last,
        Set<String> signers,
        boolean signersKnown,
        long wrong,
        List<Finding> findings) {

    public Verification {
        signers = java.util.Collections.unmodifiableSet(new TreeSet<>(signers));
        findings = List.copyOf(findings);
    }

    public boolean isValid() {
        return wrong == 0;
    }
}
