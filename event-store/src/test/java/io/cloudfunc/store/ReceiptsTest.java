package io.cloudfunc.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.uuid.Generators;
import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.ExecutionId;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.wire.Receipt;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReceiptsTest {

    private static final InvocationId CALL = call();
    private static final UUID PAYLOAD = UUID.randomUUID();
    private static final Instant SENT = Instant.parse("2026-11-28T09:00:00.123456789Z");

    private final StoreOnPostgres store = new StoreOnPostgres();
    private final Receipts receipts = new Receipts(store.jdbc);

    @Test
    void covers_the_call_it_was_made_for_in_each_process_on_the_database() {
        var receipt = receipts.issue(CALL, SENT, PAYLOAD);

        var others = new Receipts(store.jdbc);

        assertThat(others.covers(CALL, receipt)).isTrue();
        assertThat(others.covers(CALL, executionOf(SENT), receipt)).isTrue();
        assertThat(others.covers(CALL, PAYLOAD, receipt)).isTrue();
    }

    @Test
    void covers_no_other_call_sending_or_payload() {
        var receipt = receipts.issue(CALL, SENT, PAYLOAD);

        assertThat(receipts.covers(call(), receipt)).isFalse();
        assertThat(receipts.covers(call(), executionOf(SENT), receipt)).isFalse();
        assertThat(receipts.covers(CALL, executionOf(SENT.plusNanos(1)), receipt))
                .isFalse();
        assertThat(receipts.covers(CALL, UUID.randomUUID(), receipt)).isFalse();
    }

    @Test
    void is_broken_by_a_change_of_any_byte() {
        var bytes = Base64.getUrlDecoder()
                .decode(receipts.issue(CALL, SENT, PAYLOAD).token());

        for (var i = 0; i < bytes.length; i++) {
            var changed = bytes.clone();
            changed[i] ^= 1;
            assertThat(receipts.covers(CALL, receiptOf(changed))).isFalse();
        }
    }

    @Test
    void what_is_no_receipt_covers_nothing() {
        assertThat(receipts.covers(CALL, new Receipt("no receipt"))).isFalse();
        assertThat(receipts.covers(CALL, receiptOf(new byte[44]))).isFalse();
    }

    @Test
    void another_databases_receipt_covers_nothing() {
        var others = new Receipts(new StoreOnPostgres().jdbc);

        assertThat(receipts.covers(CALL, others.issue(CALL, SENT, PAYLOAD))).isFalse();
    }

    @Test
    void stays_good_when_a_newer_key_makes_the_next_ones() {
        var receipt = receipts.issue(CALL, SENT, PAYLOAD);
        var key = new byte[32];
        new SecureRandom().nextBytes(key);
        store.jdbc.update("insert into receipt_key (key, made_at) values (?, now() + interval '1 s')", key);

        var changed = new Receipts(store.jdbc);

        assertThat(changed.covers(CALL, receipt)).isTrue();
        assertThat(changed.issue(CALL, SENT, PAYLOAD)).isNotEqualTo(receipt);
    }

    @Test
    void a_call_that_was_accepted_before_there_was_a_key_needs_none() {
        var millisecond = store.jdbc
                .queryForObject("select made_at from receipt_key", java.sql.Timestamp.class)
                .toInstant()
                .toEpochMilli();
        var older = new InvocationId(
                new UUID((millisecond - 1) << 16 | 0x7abc, UUID.randomUUID().getLeastSignificantBits()));
        var newer = new InvocationId(
                new UUID((millisecond + 1) << 16 | 0x7abc, UUID.randomUUID().getLeastSignificantBits()));

        assertThat(receipts.covers(older, null)).isTrue();
        assertThat(receipts.covers(older, executionOf(SENT), null)).isTrue();
        assertThat(receipts.covers(newer, null)).isFalse();
        assertThat(receipts.covers(new InvocationId(UUID.randomUUID()), null)).isFalse();
    }

    private static InvocationId call() {
        return new InvocationId(Generators.timeBasedEpochGenerator().generate());
    }

    private static Receipt receiptOf(byte[] bytes) {
        return new Receipt(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    private static Execution executionOf(Instant sentAt) {
        return new Execution(
                new ExecutionId(UUID.randomUUID()),
                new WorkerId("worker-1"),
                new ContainerId("container-1"),
                1,
                null,
                sentAt,
                sentAt,
                sentAt);
    }
}
