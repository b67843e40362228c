package io.cloudfunc.store;

import static io.cloudfunc.store.StoreOnPostgres.removed;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.Test;

class EventHistoryTest {

    private final StoreOnPostgres store = new StoreOnPostgres();
    private final EventHistory history = new EventHistory(store.jdbc, store.serializer);

    @Test
    void tells_the_events_of_one_aggregate_in_order_with_their_positions_in_the_whole() {
        store.append("hello", 0, 1);
        store.append("other", 0, 1);
        store.append("hello", 1, 1);

        var told = history.of("hello");

        assertThat(told).extracting(StoredEvent::event).containsExactly(removed("hello", 0), removed("hello", 1));
        assertThat(told).extracting(StoredEvent::position).containsExactly(1L, 3L);
        assertThat(told).extracting(StoredEvent::sequence).containsExactly(0L, 1L);
        assertThat(told).extracting(StoredEvent::aggregate).containsOnly("hello");
        assertThat(told).extracting(StoredEvent::type).containsOnly("FunctionRemoved");
    }

    @Test
    void tells_nothing_of_an_aggregate_that_is_not_there() {
        assertThat(history.of("nobody")).isEmpty();
    }

    @Test
    void tells_several_aggregates_in_the_order_of_the_stream() {
        store.append("a", 0, 1);
        store.append("b", 0, 1);
        store.append("a", 1, 1);
        store.append("c", 0, 1);

        assertThat(history.of(List.of("b", "a")))
                .extracting(StoredEvent::aggregate)
                .containsExactly("a", "b", "a");
    }

    @Test
    void tells_when_an_event_happened_and_what_was_recorded_beside_it() {
        var message = new GenericDomainEventMessage<>("Function", "hello", 0, removed("hello", 1))
                .withMetaData(MetaData.with("correlationId", "7"));
        store.transactions.executeInTransaction(() -> store.engine.appendEvents(message));

        var told = history.of("hello").getFirst();

        assertThat(told.at()).isEqualTo(message.getTimestamp().truncatedTo(ChronoUnit.MILLIS));
        assertThat(told.metadata()).isEqualTo(Map.of("correlationId", "7"));
    }
}
