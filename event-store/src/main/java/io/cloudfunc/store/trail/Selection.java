package io.cloudfunc.store.trail;

import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.store.InNamespaces;
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
 * @param namespaces of the functions and secrets that they are about
 */
public record Selection(
        @Nullable String function,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String type,
        Namespaces namespaces) {

    /** All events. */
    public static final Selection ALL = new Selection(null, null, null, null, Namespaces.ALL);

    private record Condition(String name, String sql, List<?> values, Object shown) {}

    private List<Condition> conditions() {
        var conditions = new ArrayList<Condition>();
        if (function != null) {
            conditions.add(new Condition("function", "payload::jsonb ->> 'function' = ?", List.of(function), function));
        }
        if (from != null) {
            conditions.add(new Condition("from", "time_stamp::timestamptz >= ?", List.of(Timestamp.from(from)), from));
        }
        if (to != null) {
            conditions.add(new Condition("to", "time_stamp::timestamptz < ?", List.of(Timestamp.from(to)), to));
        }
        if (type != null) {
            conditions.add(new Condition("type", "split_part(payload_type, '.', -1) = ?", List.of(type), type));
        }
        if (!namespaces.areAll()) {
            conditions.add(new Condition(
                    "namespaces", InNamespaces.sql(InNamespaces.OF_EVENT, namespaces), List.of(), namespaces));
        }
        return conditions;
    }

    String sql() {
        return conditions().stream()
                .map(condition -> " and " + condition.sql())
                .collect(Collectors.joining("", "true", ""));
    }

    Object[] values() {
        return conditions().stream()
                .flatMap(condition -> condition.values().stream())
                .toArray();
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
