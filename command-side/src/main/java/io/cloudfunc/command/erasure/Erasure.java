package io.cloudfunc.command.erasure;

import io.cloudfunc.api.function.FunctionEvent;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.InvocationEnded;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection.NotEnded;
import io.cloudfunc.api.problem.Rejection.UnknownFunction;
import io.cloudfunc.api.problem.Rejection.UnknownInvocation;
import io.cloudfunc.command.commit.Claims;
import io.cloudfunc.identity.KeyTable;
import io.cloudfunc.store.EventHistory;
import io.cloudfunc.store.PayloadErasure;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Erases what calls that have ended carried: of one call, of a function, of a caller. */
@Component
class Erasure {

    private static final Duration LONGEST = Duration.ofMinutes(15);

    private static final String CALLS = """
            with call as (
              select aggregate_id id from domain_event where payload_type = '%s' and %s)
            select id, exists (
              select 1 from domain_event where aggregate_id = call.id and payload_type = any(?)) ended
            from call
            """;

    private static final String OF_FUNCTION = "payload::jsonb ->> 'function' = ?";
    private static final String OF_CALLER = "metadata::jsonb ->> 'caller' = ?";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final EventHistory history;
    private final PayloadErasure payloads;
    private final Claims claims;
    private final KeyTable keys;

    Erasure(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            EventHistory history,
            PayloadErasure payloads,
            Claims claims,
            KeyTable keys) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.history = history;
        this.payloads = payloads;
        this.claims = claims;
        this.keys = keys;
    }

    Erased of(InvocationId invocation) {
        var events = history.of(invocation.toString());
        if (events.isEmpty() || !(events.getFirst().event() instanceof InvocationRequested)) {
            throw new RejectedException(new UnknownInvocation(invocation.toString()));
        }
        if (events.stream().noneMatch(stored -> stored.event() instanceof InvocationEnded)) {
            throw new RejectedException(new NotEnded(invocation.toString()));
        }
        return erase(List.of(new Call(invocation.toString(), true)), List.of());
    }

    /** Also the logs of revisions that failed. */
    Erased of(FunctionName function) {
        var events = history.of(function.value());
        if (events.isEmpty() || !(events.getFirst().event() instanceof FunctionEvent)) {
            throw new RejectedException(new UnknownFunction(function.value()));
        }
        return inTime(() -> erase(calls(OF_FUNCTION, function.value()), List.of(function.value())));
    }

    /** Of whoever is named so in the metadata of the calls' events; also the label of that key. */
    Erased ofCaller(String caller) {
        return inTime(() -> {
            keys.forgetLabel(caller);
            return erase(calls(OF_CALLER, caller), List.of());
        });
    }

    private Erased inTime(Supplier<Erased> erasing) {
        return Objects.requireNonNull(transaction.execute(begun -> {
            jdbc.execute("set local statement_timeout = " + LONGEST.toMillis());
            return erasing.get();
        }));
    }

    private Erased erase(List<Call> calls, List<String> besides) {
        var ended = calls.stream().filter(Call::ended).map(Call::id).toList();
        return Objects.requireNonNull(transaction.execute(begun -> {
            claims.forget(ended);
            var erased = payloads.eraseOf(
                    Stream.concat(ended.stream(), besides.stream()).toList());
            return new Erased(erased, calls.size() - ended.size());
        }));
    }

    private List<Call> calls(String condition, String value) {
        var sql = CALLS.formatted(InvocationRequested.class.getName(), condition);
        return jdbc.query(
                sql,
                statement -> {
                    statement.setString(1, value);
                    statement.setArray(
                            2,
                            statement
                                    .getConnection()
                                    .createArrayOf(
                                            "text",
                                            Stream.of(InvocationEnded.class.getPermittedSubclasses())
                                                    .map(Class::getName)
                                                    .toArray()));
                },
                (row, number) -> new Call(row.getString(1), row.getBoolean(2)));
    }

    /** Nothing that was erased is left in the files of the tables that held it. */
    void rewrite() {
        payloads.rewriteKeys("idempotency_key", "api_key");
    }

    private record Call(String id, boolean ended) {}
}
