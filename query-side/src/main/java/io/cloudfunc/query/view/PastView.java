package io.cloudfunc.query.view;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A list as it was at a moment. The view as it is now only tells which rows there may have been; what was in them is
 * folded from the events.
 */
public final class PastView<V> {

    /** Rows looked at for one page; where few of them are shown, the page is short, and says where to go on. */
    private static final int MOST_LOOKS = 20;

    private static final int LEAST_ROWS_PER_LOOK = 100;

    private final ViewTable<V> view;
    private final States<V> states;

    public PastView(ViewTable<V> view, States<V> states) {
        this.view = view;
        this.states = states;
    }

    /** Tells what was known of each of these keys at a moment; of those that were not there yet, nothing. */
    @FunctionalInterface
    public interface States<V> {
        Map<String, V> at(Collection<String> keys, Moment moment);
    }

    /**
     * @param candidates rows of now, among them all that were there then; the view must have reached that moment
     * @param shown of those that were there
     */
    public Page<V> page(Listing candidates, PageRequest request, Moment moment, Predicate<V> shown) {
        var items = new ArrayList<V>();
        var rows = Math.max(request.limit(), LEAST_ROWS_PER_LOOK);
        var after = request.after();
        for (var look = 0; look < MOST_LOOKS; look++) {
            var places = view.places(candidates, new PageRequest(rows, after));
            var then = states.at(places.stream().map(Place::key).toList(), moment);
            for (var place : places) {
                var state = then.get(place.key());
                if (state != null && shown.test(state)) {
                    if (items.size() == request.limit()) {
                        return page(items, after);
                    }
                    items.add(state);
                }
                after = place.cursor();
            }
            if (places.size() < rows) {
                return page(items, null);
            }
        }
        return page(items, after);
    }

    private static <V> Page<V> page(List<V> items, @Nullable Cursor next) {
        return new Page<>(items, next == null ? null : next.toString());
    }
}
