package io.cloudfunc.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.uuid.Generators;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationAbandoned;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.payload.Payload;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class PayloadRetentionTest {

    private static final FunctionName HELLO = new FunctionName("hello");
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final StoreOnPostgres store = new StoreOnPostgres();
    private final PayloadStore payloads = new PayloadStore(store.jdbc);

    @Test
    void drops_days_that_are_older_than_what_is_kept_and_their_keys() {
        var old = call(NOON.minus(Duration.ofDays(4)), true);
        var young = call(NOON.minus(Duration.ofDays(3)), true);

        keeping(Duration.ofDays(3)).dropWhatIsOld();

        assertThat(payloads.find(old.ref().id())).isEmpty();
        assertThat(payloads.find(young.ref().id())).isPresent();
        assertThat(store.jdbc.queryForObject("select count(*) from payload_key", Long.class))
                .isEqualTo(1);
    }

    @Test
    void keeps_a_day_for_as_long_as_a_call_that_has_not_ended_refers_to_it() {
        var ended = call(NOON.minus(Duration.ofDays(9)), true);
        var open = call(NOON.minus(Duration.ofDays(9)), false);

        keeping(Duration.ofDays(3)).dropWhatIsOld();

        assertThat(payloads.findAll(List.of(ended.ref().id(), open.ref().id()))).hasSize(2);
    }

    @Test
    void keeps_everything_where_no_time_is_given() {
        var old = call(NOON.minus(Duration.ofDays(400)), true);

        keeping(Duration.ZERO).dropWhatIsOld();

        assertThat(payloads.find(old.ref().id())).isPresent();
    }

    private PayloadRetention keeping(Duration keep) {
        return new PayloadRetention(
                store.jdbc,
                new TransactionTemplate(new JdbcTransactionManager(store.dataSource)),
                Clock.fixed(NOON, ZoneOffset.UTC),
                keep);
    }

    private Payload call(Instant at, boolean ended) {
        new PayloadPartitions(store.jdbc, Clock.fixed(at, ZoneOffset.UTC)).prepare();
        var ids = Generators.timeBasedEpochGenerator();
        var payload = Payload.of(ids.construct(at.toEpochMilli()), "text/plain", new byte[] {1}, new SecureRandom());
        payloads.save(List.of(payload));
        var id = new InvocationId(ids.generate());
        append(id, 0, new InvocationRequested(id, HELLO, 1, 1, payload.ref(), at, at, null));
        if (ended) {
            append(id, 1, new InvocationAbandoned(id, HELLO, 1, FailureKind.CANCELLED, "cancelled", at));
        }
        return payload;
    }

    private void append(InvocationId id, long sequence, Object event) {
        store.transactions.executeInTransaction(() -> store.engine.appendEvents(
                List.of(new GenericDomainEventMessage<>("Invocation", id.toString(), sequence, event))));
    }
}
