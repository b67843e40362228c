package io.cloudfunc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.junit.jupiter.api.Test;

class SharedReadsTest {

    private final StoreOnPostgres store = new StoreOnPostgres();
    private final EventSignal signal = new EventSignal();
    private final AtomicInteger asked = new AtomicInteger();
    private final SharedReads reads = new SharedReads(this::read, signal);
    private boolean broken;

    @Test
    void what_one_stream_has_read_the_others_at_its_position_get_without_asking_the_store() {
        var start = afterAnEvent();
        store.append("shared", 3);

        var first = reads.after(start);
        var second = reads.after(start);

        assertThat(first.events()).hasSize(3);
        assertThat(second.events()).isEqualTo(first.events());
        assertThat(asked).hasValue(1);
    }

    @Test
    void that_there_is_nothing_more_is_asked_once_for_all_until_the_next_signal() {
        var end = afterAnEvent();
        reads.after(end);
        assertThat(reads.after(end).events()).isEmpty();
        assertThat(asked).hasValue(1);

        store.append("another", 1);
        signal.raise();

        assertThat(reads.after(end).events()).hasSize(1);
        assertThat(asked).hasValue(2);
    }

    @Test
    void who_gets_what_was_read_before_the_last_signal_is_told_that_there_may_be_more() {
        var start = afterAnEvent();
        store.append("before", 1);
        assertThat(reads.after(start).mayHaveMore()).isFalse();

        store.append("after", 1);
        signal.raise();
        var shared = reads.after(start);

        assertThat(shared.events()).hasSize(1);
        assertThat(shared.mayHaveMore()).isTrue();
        assertThat(reads.after(shared.events().getLast().trackingToken()).events())
                .hasSize(1);
    }

    @Test
    void a_read_that_failed_is_nobody_elses() {
        var start = afterAnEvent();
        store.append("late", 1);
        broken = true;
        assertThatThrownBy(() -> reads.after(start)).hasMessage("broken");

        broken = false;

        assertThat(reads.after(start).events()).hasSize(1);
    }

    private TrackingToken afterAnEvent() {
        store.append("first", 1);
        return store.engine.createHeadToken();
    }

    private List<TrackedEventMessage<?>> read(TrackingToken after) {
        asked.incrementAndGet();
        if (broken) {
            throw new IllegalStateException("broken");
        }
        return store.engine.fetch(after, StorageEngine.BATCH);
    }
}
