package io.cloudfunc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.api.problem.InvalidValueException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.GenericMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineTest {

    private static final Instant BEGIN = Instant.parse("2026-01-31T12:00:00Z");

    private final StoreOnPostgres store = new StoreOnPostgres();
    private final Timeline timeline = new Timeline(store.jdbc, Clock.fixed(BEGIN.plusSeconds(1_000), ZoneOffset.UTC));

    @Test
    void finds_the_last_event_stamped_at_an_instant_or_before() {
        append(0, 10, 10, 20);

        assertThat(timeline.positionAt(at(0))).isEqualTo(1);
        assertThat(timeline.positionAt(at(9))).isEqualTo(1);
        assertThat(timeline.positionAt(at(10))).isEqualTo(3);
        assertThat(timeline.positionAt(at(1_000))).isEqualTo(4);
    }

    @Test
    void finds_an_event_that_stands_behind_later_ones() {
        append(0, 30, 10, 40, 20);

        assertThat(timeline.positionAt(at(20))).isEqualTo(5);
        assertThat(timeline.positionAt(at(10))).isEqualTo(3);
    }

    @Test
    void passes_over_positions_without_events() {
        append(0, 10);
        store.losePositions(1_000);
        append(2, new int[] {20, 30});

        assertThat(timeline.positionAt(at(15))).isEqualTo(2);
        assertThat(timeline.positionAt(at(25))).isEqualTo(1_003);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void finds_what_a_look_at_all_events_finds(long seed) {
        var random = new Random(seed);
        var seconds = IntStream.range(0, 300).map(n -> n + random.nextInt(40)).toArray();
        seconds[0] = 0;
        append(0, seconds);

        for (var second = 0; second < 340; second += 7) {
            var expected = 0;
            for (var n = 0; n < seconds.length; n++) {
                expected = seconds[n] <= second ? n + 1 : expected;
            }
            assertThat(timeline.positionAt(at(second)))
                    .as("seed %d, second %d", seed, second)
                    .isEqualTo(expected);
        }
    }

    @Test
    void refuses_instants_outside_of_what_happened() {
        assertThatThrownBy(() -> timeline.positionAt(BEGIN))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("nothing happened yet");

        append(5);

        assertThatThrownBy(() -> timeline.positionAt(BEGIN))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("2026-01-31T12:00:05Z");
        assertThatThrownBy(() -> timeline.positionAt(at(1_001)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("2026-01-31T12:16:40Z");
    }

    @Test
    void tells_by_when_all_up_to_a_position_was_stamped() {
        append(0, 30, 10, 40);

        assertThat(timeline.instantAt(1)).isEqualTo(at(0));
        assertThat(timeline.instantAt(3)).isEqualTo(at(30));
        assertThat(timeline.instantAt(4)).isEqualTo(at(40));
        assertThatThrownBy(() -> timeline.instantAt(0))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("from 1 to 4");
        assertThatThrownBy(() -> timeline.instantAt(5)).isInstanceOf(InvalidValueException.class);
    }

    private static Instant at(long second) {
        return BEGIN.plusSeconds(second);
    }

    /** Events stamped at those seconds, in that order. */
    private void append(int... seconds) {
        append(0, seconds);
    }

    private void append(int firstLife, int[] seconds) {
        store.transactions.executeInTransaction(() -> store.engine.appendEvents(IntStream.range(0, seconds.length)
                .<DomainEventMessage<?>>mapToObj(n -> new GenericDomainEventMessage<>(
                        "Function",
                        "hello",
                        firstLife + n,
                        new GenericMessage<>(StoreOnPostgres.removed("hello", n)),
                        at(seconds[n])))
                .toList()));
    }
}
