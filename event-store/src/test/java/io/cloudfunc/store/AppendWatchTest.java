package io.cloudfunc.store;

import static io.cloudfunc.store.StoreOnPostgres.removed;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.function.FunctionRemoved;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

class AppendWatchTest {

    private final StoreOnPostgres store = new StoreOnPostgres(TestPostgres.fresh());
    private final EmbeddedEventStore events = EmbeddedEventStore.builder()
            .storageEngine(new InMemoryEventStorageEngine())
            .build();
    private final EventTail tail = new EventTail(new EventHistory(store.jdbc, store.serializer));
    private final EventSignal signal = new EventSignal();
    private final PostgresNotifier others = new PostgresNotifier(store.dataSource, "this-process");
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void watch() {
        new AppendWatch(events, tail, signal, others, List.of(event -> told.add("listener")));
        signal.onRaise(() -> told.add("signal"));
        waitFor("hello").thenRun(() -> told.add("whoever waits"));
    }

    @AfterEach
    void shutDown() {
        others.stop();
        events.shutDown();
    }

    @Test
    void tells_nobody_before_the_commit_and_first_of_all_whoever_waits() {
        var unitOfWork = DefaultUnitOfWork.startAndGet(null);

        publish("hello", 0);
        assertThat(told).isEmpty();
        unitOfWork.commit();

        assertThat(told).containsExactly("whoever waits", "listener", "signal");
    }

    @Test
    void tells_nobody_what_was_rolled_back() {
        var unitOfWork = DefaultUnitOfWork.startAndGet(null);

        publish("hello", 0);
        unitOfWork.rollback();

        assertThat(told).isEmpty();
    }

    @Test
    void raises_one_signal_for_all_that_one_commit_appended() {
        var other = waitFor("other");
        var unitOfWork = DefaultUnitOfWork.startAndGet(null);

        publish("hello", 0);
        publish("hello", 1);
        publish("other", 0);
        unitOfWork.commit();

        assertThat(told).containsExactly("whoever waits", "listener", "listener", "listener", "signal");
        assertThat(other).isCompletedWithValue(removed("other", 0));
    }

    @Test
    void tells_other_processes_to_which_aggregates_it_appended_but_not_of_new_ones() throws SQLException {
        try (var elsewhere = store.dataSource.getConnection()) {
            elsewhere.createStatement().execute("listen " + PostgresNotifier.CHANNEL);
            ListeningProcesses.join(elsewhere, "another-process");
            var unitOfWork = DefaultUnitOfWork.startAndGet(null);
            publish("hello", 1);
            publish("hello", 2);
            publish("other", 0);
            unitOfWork.commit();

            others.start();

            assertThat(elsewhere.unwrap(PGConnection.class).getNotifications(60_000))
                    .extracting(PGNotification::getParameter)
                    .containsExactly("this-process hello");
        }
    }

    @Test
    void waits_for_the_outermost_commit() {
        UnitOfWork<?> batch = DefaultUnitOfWork.startAndGet(null);
        var one = DefaultUnitOfWork.startAndGet(null);

        publish("hello", 0);
        one.commit();
        assertThat(told).isEmpty();
        batch.commit();

        assertThat(told).containsExactly("whoever waits", "listener", "signal");
    }

    private CompletableFuture<FunctionRemoved> waitFor(String function) {
        return tail.next(function, FunctionRemoved.class);
    }

    private void publish(String function, int sequence) {
        events.publish(new GenericDomainEventMessage<>("Function", function, sequence, removed(function, sequence)));
    }
}
