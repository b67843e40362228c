package io.cloudfunc.query.view;

import io.cloudfunc.store.StoredEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a view becomes by one more event. Pure: the same fold keeps the views, answers a single read from the store, and
 * can tell the state of any past position.
 */
@FunctionalInterface
public interface Fold<E, V> {

    /**
     * @param before absent if nothing is known yet
     */
    V apply(@Nullable V before, E event);

    /** The views that these events make, by aggregate; those of other families are passed over. */
    default Map<String, V> byAggregate(List<StoredEvent> history, Class<E> family) {
        var views = new HashMap<String, V>();
        for (var stored : history) {
            if (family.isInstance(stored.event())) {
                views.compute(stored.aggregate(), (key, before) -> apply(before, family.cast(stored.event())));
            }
        }
        return views;
    }

    /** The view that these events make, in their order; absent if none of them is of that family. */
    default Optional<V> over(List<StoredEvent> history, Class<E> family) {
        V view = null;
        for (var stored : history) {
            if (family.isInstance(stored.event())) {
                view = apply(view, family.cast(stored.event()));
            }
        }
        return Optional.ofNullable(view);
    }
}
