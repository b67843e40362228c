package io.cloudfunc.query.history;

import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.payload.PayloadRef;
import io.cloudfunc.store.PayloadStore;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What was said of failures. Events and views only refer to it, so that it can be erased; where a failure is shown, it
 * takes the place of the sentence of its kind.
 */
@Component
public class Words {

    private static final String ERASED = "%s (what was said of it was erased)";

    private final PayloadStore payloads;

    Words(PayloadStore payloads) {
        this.payloads = payloads;
    }

    /** Words that are still stored, by their ids. */
    public record Found(Map<UUID, Payload> payloads) {

        public Found {
            payloads = Map.copyOf(payloads);
        }

        /**
         * @param message what is told where nothing else was said
         */
        public String of(String message, @Nullable UUID said) {
            if (said == null) {
                return message;
            }
            var found = payloads.get(said);
            return found == null ? ERASED.formatted(message) : found.text();
        }
    }

    public String of(String message, @Nullable PayloadRef said) {
        return said == null ? message : find(Stream.of(said.id())).of(message, said.id());
    }

    /** Rows as they are shown; asks the database once at most. */
    public <V extends Quoting<V>> List<V> in(List<V> rows) {
        var found = find(rows.stream().flatMap(Quoting::said));
        return rows.stream().map(row -> row.with(found)).toList();
    }

    /** The same of one row. */
    public <V extends Quoting<V>> V inOne(V row) {
        return in(List.of(row)).getFirst();
    }

    /** The same of rows of any view. */
    public List<?> inAny(List<?> rows) {
        var found =
                find(rows.stream().flatMap(row -> row instanceof Quoting<?> quoting ? quoting.said() : Stream.of()));
        return rows.stream()
                .map(row -> row instanceof Quoting<?> quoting ? quoting.with(found) : row)
                .toList();
    }

    private Found find(Stream<UUID> said) {
        return new Found(payloads.findAll(said.distinct().toList()));
    }
}
