package io.cloudfunc.query.history;

import io.cloudfunc.store.StoredEvent;
import java.util.List;

/** All that happened to one function or invocation, in order. */
public record History(List<Entry> items) {

    public History {
        items = List.copyOf(items);
    }

    /** The events of that family. */
    public static History of(List<StoredEvent> stored, Class<?> family) {
        return new History(stored.stream()
                .filter(event -> family.isInstance(event.event()))
                .map(Entry::of)
                .toList());
    }
}
