package io.cloudfunc.trail;

import org.jspecify.annotations.Nullable;

/** A line of an exported trail: first a head, then each seal before its events, then events that are not sealed yet. */
public sealed interface TrailLine {

    /**
     * @param filter which events are in it, in words; absent: all
     */
    record Head(@Nullable String filter) implements TrailLine {}

    record Sealed(Seal seal) implements TrailLine {}

    /** A seal none of whose events are in the export. */
    record SealedOthers(Checkpoint checkpoint, byte[] content) implements TrailLine {}

    record Event(TrailEvent event) implements TrailLine {}
}
