package io.cloudfunc.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.function.FunctionRemoved;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.junit.jupiter.api.Test;

class WakingEventStreamTest {

    private final StoreOnPostgres store = new StoreOnPostgres();
    private final EventSignal signal = new EventSignal();

    @Test
    void reads_all_that_is_stored_without_a_signal_though_every_batch_has_a_position_with_no_event() throws Exception {
        for (var batch = 0; batch < 4; batch++) {
            store.losePositions(1);
            store.append("holed", batch * 400, 400);
        }

        var lives = livesIn(stream(null));

        assertThat(lives).containsExactlyElementsOf(upTo(1_600));
    }

    @Test
    void reads_on_beyond_more_lost_positions_than_a_batch_has() throws Exception {
        store.append("wide", 0, 10);
        store.losePositions(3 * StorageEngine.BATCH);
        store.append("wide", 10, 10);

        var lives = livesIn(stream(null));

        assertThat(lives).containsExactlyElementsOf(upTo(20));
    }

    @Test
    void reads_more_than_a_batch_from_the_first_position_on() throws Exception {
        store.append("many", 2 * StorageEngine.BATCH + 1);

        assertThat(livesIn(stream(null))).containsExactlyElementsOf(upTo(2 * StorageEngine.BATCH + 1));
        assertThat(livesIn(stream(store.engine.createTailToken()))).hasSize(2 * StorageEngine.BATCH + 1);
        assertThat(livesIn(stream(store.engine.createHeadToken()))).isEmpty();
    }

    @Test
    void goes_on_after_the_token_it_is_given() throws Exception {
        store.append("known", 5);
        TrackingToken third;
        try (var all = stream(null)) {
            all.nextAvailable();
            all.nextAvailable();
            third = all.nextAvailable().trackingToken();
        }

        assertThat(livesIn(stream(third))).containsExactly(3, 4);
    }

    @Test
    void hands_over_a_late_commit_once_and_skips_nothing_around_it() throws Exception {
        var early = stream(null);
        store.append("first", 1);
        store.losePositions(1);
        store.append("second", 1);
        signal.raise();
        assertThat(livesIn(early)).containsExactly(0, 0);

        insertAt(2, "late");
        signal.raise();

        assertThat(namesIn(early)).containsExactly("late");
        signal.raise();
        assertThat(namesIn(early)).isEmpty();
    }

    @Test
    void asks_the_store_again_only_after_a_signal() throws Exception {
        var stream = stream(null);
        assertThat(stream.hasNextAvailable()).isFalse();
        store.append("unheard", 1);

        assertThat(stream.hasNextAvailable()).isFalse();
        signal.raise();

        assertThat(stream.hasNextAvailable(30, TimeUnit.SECONDS)).isTrue();
        assertThat(stream.peek()).isPresent();
    }

    @Test
    void tells_whoever_reads_it_of_every_signal_until_it_is_closed() {
        var told = new AtomicInteger();
        var stream = stream(null);

        stream.setOnAvailableCallback(told::incrementAndGet);
        assertThat(told).as("what was there before the callback").hasValue(1);
        signal.raise();
        assertThat(told).hasValue(2);
        stream.close();
        signal.raise();

        assertThat(told).hasValue(2);
    }

    private WakingEventStream stream(TrackingToken start) {
        var reads = new SharedReads(after -> store.engine.fetch(after, StorageEngine.BATCH), signal);
        return new WakingEventStream(reads, signal, start);
    }

    private void insertAt(long position, String name) {
        store.jdbc.update("""
                insert into domain_event (global_index, event_id, aggregate_id, sequence_number, aggregate_type,
                    time_stamp, payload_type, payload, metadata)
                overriding system value
                select ?, ?, ?, 0, aggregate_type, time_stamp, payload_type,
                    replace(payload, '"first"', '"' || ? || '"'), metadata
                from domain_event where aggregate_id = 'first'
                """, position, name, name, name);
    }

    private static List<Integer> upTo(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    private static List<Integer> livesIn(BlockingStream<TrackedEventMessage<?>> stream) throws InterruptedException {
        return rest(stream).stream().map(FunctionRemoved::life).toList();
    }

    private static List<String> namesIn(BlockingStream<TrackedEventMessage<?>> stream) throws InterruptedException {
        return rest(stream).stream().map(event -> event.function().value()).toList();
    }

    private static List<FunctionRemoved> rest(BlockingStream<TrackedEventMessage<?>> stream)
            throws InterruptedException {
        var events = new ArrayList<FunctionRemoved>();
        while (stream.hasNextAvailable()) {
            events.add((FunctionRemoved) stream.nextAvailable().getPayload());
        }
        return events;
    }
}
