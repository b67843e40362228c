package io.cloudfunc.query.container;

import io.cloudfunc.api.container.ContainerStarted;
import io.cloudfunc.api.container.ContainerStopped;
import io.cloudfunc.store.StoredEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Between which positions of the stream the uses of containers lie; where a start or stop is not known, anywhere. */
final class Lifetimes {

    private final Map<String, Span> spans = new HashMap<>();

    /** After the first position, up to the last. */
    private record Span(long after, long upTo) {}

    /**
     * @param own starts and stops of the containers
     * @param position behind which nothing is of interest
     * @param disorder by so many positions a use may lie before its container's start, or behind its stop
     */
    Lifetimes(Collection<String> containers, List<StoredEvent> own, long position, long disorder) {
        containers.forEach(container -> spans.put(container, new Span(0, position)));
        for (var stored : own) {
            if (stored.event() instanceof ContainerStarted) {
                spans.computeIfPresent(
                        stored.aggregate(),
                        (container, span) -> new Span(Math.max(0, stored.position() - disorder), span.upTo()));
            } else if (stored.event() instanceof ContainerStopped) {
                spans.computeIfPresent(
                        stored.aggregate(),
                        (container, span) -> new Span(span.after(), Math.min(position, stored.position() + disorder)));
            }
        }
    }

    long latest() {
        return spans.values().stream().mapToLong(Span::upTo).max().orElse(0);
    }

    long earliest() {
        return spans.values().stream().mapToLong(Span::after).min().orElse(0);
    }

    /** The containers that may have been used in that part of the stream. */
    Set<String> during(long after, long upTo) {
        var containers = new HashSet<String>();
        spans.forEach((container, span) -> {
            if (span.after() < upTo && span.upTo() > after) {
                containers.add(container);
            }
        });
        return containers;
    }
}
