package io.cloudfunc.invoker.router;

import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import java.util.Comparator;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The backlog in PostgreSQL: it outlives the broker and every process. */
final class JdbcBacklog implements Backlog {

    private static final String ADD = """
            insert into router_backlog (life_key, invocation, request) values (?, ?, ?::jsonb) on conflict do nothing
            """;

    private static final String TAKE = """
            delete from router_backlog where life_key = ? and invocation in (
                select invocation from router_backlog where life_key = ? order by invocation limit ?)
            returning request
            """;

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    JdbcBacklog(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Override
    public void add(InvocationRequested call) {
        jdbc.update(ADD, call.lifeKey(), call.invocation().value(), json.writeValueAsString(call));
    }

    @Override
    public boolean remove(String lifeKey, InvocationId call) {
        return jdbc.update("delete from router_backlog where life_key = ? and invocation = ?", lifeKey, call.value())
                == 1;
    }

    @Override
    public List<InvocationRequested> take(String lifeKey, int most) {
        return jdbc
                .query(
                        TAKE,
                        (row, number) -> json.readValue(row.getString("request"), InvocationRequested.class),
                        lifeKey,
                        lifeKey,
                        most)
                .stream()
                .sorted(Comparator.comparing(call -> call.invocation().toString()))
                .toList();
    }
}
