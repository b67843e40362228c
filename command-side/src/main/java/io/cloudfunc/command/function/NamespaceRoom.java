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

    /** Of the other functions of a namespace that are deployed now, and the function itself if it is. */
    private static final String DEPLOYED = """
        select count(*) filter (where function <> ?),
          coalesce(sum(most) filter (where function <> ?), 0), coalesce(sum(most) filter (where function = ?), 0)
        from (
          select aggregate_id as function, max((payload::json -> 'settings' ->> 'maxContainers')::int) as most
          from domain_event deployed
          where payload_type = 'io.cloudfunc.api.function.FunctionDeployed' and %s
            and not exists (select 1 from domain_event removed
              where removed.aggregate_id = deployed.aggregate_id
                and removed.payload_type = 'io.cloudfunc.api.function.FunctionRemoved'
                and removed.sequence_number > deployed.sequence_number)
          group by aggregate_id) as of_their_lives
        """;

    private record Deployed(long others, long containersOfOthers, long containersOfItsOwn) {}

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
        var deployed = deployed(function);
        refuseBeyond(bounds.functions(), deployed.others() + 1, "functions", function);
        var containers = Math.max(deployed.containersOfItsOwn(), settings.maxContainers());
        refuseBeyond(bounds.containers(), deployed.containersOfOthers() + containers, "containers", function);
    }

    private static void refuseBeyond(int most, long found, String what, FunctionName function) {
        if (most > 0 && found > most) {
            throw new RejectedException(new NamespaceFull(function.namespace().value(), what, found, most));
        }
    }

    /** Any revision of a function's present life may come to serve again, by a rollback. */
    private Deployed deployed(FunctionName function) {
        Namespace namespace = function.namespace();
        var sql = DEPLOYED.formatted(InNamespaces.sql("aggregate_id", new Namespaces(Set.of(namespace.value()))));
        var name = function.value();
        return jdbc.query(
                        sql,
                        (row, number) -> new Deployed(row.getLong(1), row.getLong(2), row.getLong(3)),
                        name,
                        name,
                        name)
                .getFirst();
    }
}
