package io.cloudfunc.store;

import io.cloudfunc.api.payload.Payload;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Payloads that this process stored a moment ago: a call's input is wanted by the router, and its output by the caller,
 * some milliseconds later. An id's content never changes, so it does not matter whether its transaction was committed.
 * Safe for use by many threads.
 */
final class JustStored {

    /** Longer than a call that waits for nothing takes; short, since what another process erased must be gone. */
    private static final long KEPT_NANOS = Duration.ofSeconds(2).toNanos();

    private static final long MOST_BYTES = 16L * 1024 * 1024;

    private final Map<UUID, Kept> kept = new LinkedHashMap<>();
    private long bytes;

    private record Kept(Payload payload, long sinceNanos) {

        boolean isOver() {
            return System.nanoTime() - sinceNanos > KEPT_NANOS;
        }

        int size() {
            return payload.content().length;
        }
    }

    synchronized void add(Payload payload) {
        forget(payload.ref().id());
        var added = new Kept(payload, System.nanoTime());
        kept.put(payload.ref().id(), added);
        bytes += added.size();
        forgetOldest();
    }

    private void forgetOldest() {
        var oldest = kept.values().iterator();
        while (oldest.hasNext()) {
            var next = oldest.next();
            if (bytes <= MOST_BYTES && !next.isOver()) {
                return;
            }
            bytes -= next.size();
            oldest.remove();
        }
    }

    synchronized Optional<Payload> find(UUID id) {
        return Optional.ofNullable(kept.get(id))
                .filter(found -> !found.isOver())
                .map(Kept::payload);
    }

    synchronized void forget(Collection<UUID> ids) {
        ids.forEach(this::forget);
    }

    private void forget(UUID id) {
        var gone = kept.remove(id);
        bytes -= gone == null ? 0 : gone.size();
    }
}
