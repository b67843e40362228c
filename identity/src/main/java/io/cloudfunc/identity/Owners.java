package io.cloudfunc.identity;

import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tells by the events which function a call or a container is of, from the moment that it is stored. */
final class Owners {

    private static final String FIRST = """
        select payload::json ->> 'function' from domain_event
        where aggregate_id = ? and aggregate_type = ? and sequence_number = 0
        """;

    private final JdbcTemplate jdbc;

    Owners(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The function's name; empty if there is no such call. */
    Optional<String> ofInvocation(String id) {
        return first(id, "Invocation");
    }

    /** As {@link #ofInvocation}. */
    Optional<String> ofContainer(String id) {
        return first(id, "Container");
    }

    private Optional<String> first(String id, String type) {
        return jdbc.query(FIRST, (row, number) -> row.getString(1), id, type).stream()
                .findFirst();
    }
}
