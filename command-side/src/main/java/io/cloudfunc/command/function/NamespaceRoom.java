package io.cloudfunc.command.function;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.Namespace;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection.NamespaceFull;
import io.cloudfunc.command.open.NamespaceBounds;
import io.cloudfunc.store.InNamespaces;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Lets functions be deployed as long as their namespace has room for them; counted in the events, when one is deployed. */
@Component
class NamespaceRoom {

    /** Of the other functions of a namespace that are deployed now. */
    private static final String OTHERS = """
        select count(*), coalesce(sum((payload::json -> 'settings' ->> 'maxContainers')::int), 0) from (
          select distinct on (aggregate_id) payload_type, payload from domain_event
          where payload_type in ('io.cloudfunc.api.function.FunctionDeployed', 'io.cloudfunc.api.function.FunctionRemoved')
            and aggregate_id <> ? and %s
          order by aggregate_id, sequence_number desc) as latest
        where payload_type = 'io.cloudfunc.api.function.FunctionDeployed'
        """;

    private record Deployed(long functions, long containers) {}

    private final NamespaceBounds bounds;
    private final JdbcTemplate jdbc;

    NamespaceRoom(NamespaceBounds bounds, JdbcTemplate jdbc) {
        this.bounds = bounds;
        this.jdbc = jdbc;
    }

    /** @throws RejectedException if there is no room for the function with these settings */
    void admit(FunctionName function, Settings settings) {
        if (bounds.functions() == 0 && bounds.containers() == 0) {
            return;
        }
        var others = others(function);
        refuseBeyond(bounds.functions(), others.functions() + 1, "functions", function);
        refuseBeyond(bounds.containers(), others.containers() + settings.maxContainers(), "containers", function);
    }

    private static void refuseBeyond(int most, long found, String what, FunctionName function) {
        if (most > 0 && found > most) {
            throw new RejectedException(new NamespaceFull(function.namespace().value(), what, found, most));
        }
    }

    private Deployed others(FunctionName function) {
        Namespace namespace = function.namespace();
        var sql = OTHERS.formatted(InNamespaces.sql("aggregate_id", new Namespaces(Set.of(namespace.value()))));
        return jdbc.query(sql, (row, number) -> new Deployed(row.getLong(1), row.getLong(2)), function.value())
                .getFirst();
    }
}
