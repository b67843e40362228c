package io.cloudfunc.store.trail;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which events are exported; what is absent lets all pass.
 *
 * @param function whose they are, or whose calls' or containers'
 * @param from first instant at which they were stored
 * @param to first instant that is too late
 * @param type simple name of the event's class
 */
public record Selection(
        @Nullable String function,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String type) {

    /** All events. */
    public static final Selection ALL = new Selection(null, null, null, null);

    private record Condition(String name, String sql, Object value, Object shown) {}

    private List<Condition> conditions() {
        var conditions = new ArrayList<Condition>();
        if (function != null) {
            conditions.add(new Condition("function", "payload::jsonb ->> 'function' = ?", function, function));
        }
        if (from != null) {
            conditions.add(new Condition("from", "time_stamp::timestamptz >= ?", Timestamp.from(from), from));
        }
        if (to != null) {
            conditions.add(new Condition("to", "time_stamp::timestamptz < ?", Timestamp.from(to), to));
        }
        if (type != null) {
            conditions.add(new Condition("type", "split_part(payload_type, '.', -1) = ?", type, type));
        }
        return conditions;
    }

    String sql() {
        return conditions().stream()
                .map(condition -> " and " + condition.sql())
                .collect(Collectors.joining("", "true", ""));
    }

    Object[] values() {
        return conditions().stream().map(Condition::value).toArray();
    }

    /** In words; absent if all events pass. */
    @Nullable
    String words() {
        var words = conditions().stream()
                .map(condition -> condition.name() + "=" + condition.shown())
                .collect(Collectors.joining(" "));
        return words.isEmpty() ? null : words;
    }
}
