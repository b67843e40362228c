package io.cloudfunc.invoker.router;

import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.store.ArrayColumns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The backlog in PostgreSQL: it outlives the broker and every process. What is added in one unit of work goes to the
 * database at once: before its commit, or before what else it asks of the backlog.
 */
final class JdbcBacklog implements Backlog {

    private static final String ADD = """
            insert into router_backlog (life_key, invocation, request, due)
            select * from unnest(?::text[], ?::uuid[], ?::jsonb[], ?::timestamptz[]) on conflict do nothing
            """;

    private static final String DEFER = """
            insert into router_backlog (life_key, invocation, request, due, not_before) values (?, ?, ?::jsonb, ?, ?)
            on conflict (life_key, invocation) do update set not_before = excluded.not_before
            """;

    private static final String RELEASE = """
            update router_backlog set not_before = null where life_key = ? and not_before <= ?
            """;

    private static final String NEXT = """
            select min(not_before) from router_backlog where life_key = ? and not_before is not null
            """;

    private static final String REMOVE = """
            delete from router_backlog where life_key = ? and invocation = ? returning not_before is null
            """;

    private static final String TAKE = """
            delete from router_backlog where life_key = ? and invocation in (
                select invocation from router_backlog where life_key = ? and not_before is null
                order by invocation limit ?)
            returning request
            """;

    private static final String TAKE_OVERDUE = """
            delete from router_backlog where life_key = ? and not_before is null and due <= ? returning request
            """;

    private static final String ADDED = JdbcBacklog.class.getName() + "/added";

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    JdbcBacklog(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Override
    public void add(InvocationRequested call) {
        CurrentUnitOfWork.map(UnitOfWork::root)
                .filter(unitOfWork -> unitOfWork.phase() == UnitOfWork.Phase.STARTED)
                .ifPresentOrElse(unitOfWork -> addedIn(unitOfWork).add(call), () -> store(List.of(call)));
    }

    private List<InvocationRequested> addedIn(UnitOfWork<?> unitOfWork) {
        return unitOfWork.getOrComputeResource(ADDED, key -> {
            unitOfWork.onPrepareCommit(preparing -> storeAdded());
            return new ArrayList<>();
        });
    }

    private void storeAdded() {
        CurrentUnitOfWork.map(UnitOfWork::root)
                .map(unitOfWork -> unitOfWork.<List<InvocationRequested>>getResource(ADDED))
                .filter(added -> !added.isEmpty())
                .ifPresent(added -> {
                    store(added);
                    added.clear();
                });
    }

    private void store(List<InvocationRequested> calls) {
        jdbc.update(
                ADD,
                statement -> new ArrayColumns<>(statement, calls)
                        .column("text", InvocationRequested::lifeKey)
                        .column("uuid", InvocationRequested::invocation)
                        .column("jsonb", json::writeValueAsString)
                        .column("timestamptz", InvocationRequested::due));
    }

    @Override
    public void defer(InvocationRequested call, Instant until) {
        storeAdded();
        jdbc.update(
                DEFER,
                call.lifeKey(),
                call.invocation().value(),
                json.writeValueAsString(call),
                Timestamp.from(call.due()),
                Timestamp.from(until));
    }

    @Override
    public int release(String lifeKey, Instant now) {
        return jdbc.update(RELEASE, lifeKey, Timestamp.from(now));
    }

    @Override
    public Optional<Instant> nextRelease(String lifeKey) {
        return Optional.ofNullable(jdbc.queryForObject(NEXT, Timestamp.class, lifeKey))
                .map(Timestamp::toInstant);
    }

    @Override
    public boolean remove(String lifeKey, InvocationId call) {
        storeAdded();
        return jdbc.queryForList(REMOVE, Boolean.class, lifeKey, call.value()).contains(true);
    }

    @Override
    public List<InvocationRequested> take(String lifeKey, int most) {
        storeAdded();
        return inOrder(jdbc.query(TAKE, this::call, lifeKey, lifeKey, most));
    }

    @Override
    public List<InvocationRequested> takeOverdue(String lifeKey, Instant now) {
        storeAdded();
        return inOrder(jdbc.query(TAKE_OVERDUE, this::call, lifeKey, Timestamp.from(now)));
    }

    private InvocationRequested call(ResultSet row, int number) throws SQLException {
        return json.readValue(row.getString("request"), InvocationRequested.class);
    }

    private static List<InvocationRequested> inOrder(List<InvocationRequested> calls) {
        return calls.stream()
                .sorted(Comparator.comparing(call -> call.invocation().toString()))
                .toList();
    }
}
