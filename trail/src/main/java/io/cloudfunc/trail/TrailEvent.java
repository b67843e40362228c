package io.cloudfunc.trail;

import org.jspecify.annotations.Nullable;

/**
 * An event exactly as it lies in the store: texts are kept letter by letter, since its digest is over them.
 *
 * @param position in the stream of all events
 * @param sequence among the events of its aggregate, from 0
 * @param type full name of the event's class
 * @param revision of the type, if it has one
 * @param at when it was stored, as text
 * @param payload JSON
 * @param metadata JSON
 */
public record TrailEvent(
        long position,
        String id,
        @Nullable String aggregateType,
        String aggregate,
        long sequence,
        String type,
        @Nullable String revision,
        String at,
        String payload,
        String metadata) {

    /** SHA-256 over all fields: numbers as 8 bytes, texts as UTF-8 after their length in 4 bytes, an absent one as -1. */
    public byte[] digest() {
        return new Sha256()
                .number(position)
                .text(id)
                .text(aggregateType)
                .text(aggregate)
                .number(sequence)
                .text(type)
                .text(revision)
                .text(at)
                .text(payload)
                .text(metadata)
                .end();
    }
}
