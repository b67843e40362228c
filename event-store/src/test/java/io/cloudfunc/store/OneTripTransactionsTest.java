package io.cloudfunc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.uuid.Generators;
import io.cloudfunc.api.payload.Payload;
import java.security.SecureRandom;
import java.util.List;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OneTripTransactionsTest {

    private final StoreOnPostgres store = new StoreOnPostgres();
    private final PayloadStore payloads = new PayloadStore(store.jdbc);
    private final Payload payload =
            Payload.of(Generators.timeBasedEpochGenerator().generate(), "text/plain", new byte[3], new SecureRandom());

    @BeforeEach
    void makeATable() {
        store.jdbc.execute("create table note (transaction bigint default pg_current_xact_id()::text::bigint)");
    }

    @Test
    void what_was_done_at_once_and_what_comes_with_the_commit_are_one_transaction() {
        inUnitOfWork(() -> {
            note();
            payloads.save(List.of(payload));
            append("hello", 0);
        });

        assertThat(count("select count(*) from note join domain_event e on e.xmin::text = transaction::text"))
                .isEqualTo(1);
        assertThat(count("select count(*) from note join payload p on p.xmin::text = transaction::text"))
                .isEqualTo(1);
    }

    @Test
    void what_was_done_at_once_is_undone_if_what_comes_with_the_commit_fails() {
        inUnitOfWork(() -> append("hello", 0));

        assertThatThrownBy(() -> inUnitOfWork(() -> {
                    note();
                    payloads.save(List.of(payload));
                    append("hello", 0);
                }))
                .isInstanceOf(AggregateStreamCreationException.class);

        assertThat(count("select count(*) from note")).isZero();
        assertThat(payloads.find(payload.ref().id())).isEmpty();
    }

    @Test
    void a_message_that_fails_stores_nothing_of_itself_and_leaves_the_connection_as_it_was() {
        inUnitOfWork(() -> append("hello", 0));

        assertThatThrownBy(() -> inUnitOfWork(() -> {
                    payloads.save(List.of(payload));
                    append("hello", 0);
                }))
                .isInstanceOf(AggregateStreamCreationException.class);

        assertThat(payloads.find(payload.ref().id())).isEmpty();
        inUnitOfWork(() -> append("hello", 1));
        assertThat(count("select count(*) from domain_event")).isEqualTo(2);
    }

    @Test
    void payloads_that_come_after_others_or_are_too_many_for_one_message_are_stored_as_well() {
        var others = List.of(large(), large());
        inUnitOfWork(() -> {
            payloads.save(List.of(payload));
            payloads.save(others);
            append("hello", 0);
        });

        assertThat(payloads.find(payload.ref().id())).isPresent();
        assertThat(payloads.findAll(others.stream().map(each -> each.ref().id()).toList()))
                .hasSize(2);
    }

    @Test
    void nothing_is_stored_of_what_is_rolled_back() {
        assertThatThrownBy(() -> inUnitOfWork(() -> {
                    payloads.save(List.of(payload));
                    append("hello", 0);
                    throw new IllegalStateException("refused");
                }))
                .hasMessage("refused");

        assertThat(count("select count(*) from domain_event")).isZero();
        assertThat(payloads.find(payload.ref().id())).isEmpty();
    }

    private static Payload large() {
        return Payload.of(
                Generators.timeBasedEpochGenerator().generate(), "text/plain", new byte[3 << 20], new SecureRandom());
    }

    private void note() {
        store.jdbc.execute("insert into note default values");
    }

    private void append(String function, int number) {
        store.engine.appendEvents(List.of(new GenericDomainEventMessage<>(
                "Function", function, number, StoreOnPostgres.removed(function, number))));
    }

    private long count(String query) {
        return store.jdbc.queryForObject(query, Long.class);
    }

    private void inUnitOfWork(Runnable task) {
        var unitOfWork = DefaultUnitOfWork.startAndGet(null);
        unitOfWork.attachTransaction(store.transactions);
        unitOfWork.execute(task);
    }
}
