package io.cloudfunc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.bench.BenchDatabase.Part;
import org.junit.jupiter.api.Test;

class PartTest {

    @Test
    void a_history_is_stored_in_parts_of_a_million_events_at_most() {
        assertThat(Part.of(1_000_000)).containsExactly(new Part(0, 1_000_000));
        assertThat(Part.of(2_000_001))
                .containsExactly(new Part(0, 1_000_000), new Part(500_000, 1_000_000), new Part(1_000_000, 1));
    }

    @Test
    void each_call_is_in_one_part() {
        var parts = Part.of(10_000_000);

        for (var i = 1; i < parts.size(); i++) {
            var before = parts.get(i - 1);
            assertThat(parts.get(i).firstCall()).isEqualTo(before.firstCall() + before.calls());
        }
    }

    @Test
    void no_container_is_in_two_parts() {
        assertThat(Part.of(10_000_000)).allMatch(part -> part.firstCall() % 2_000 == 0);
    }

    @Test
    void has_calls_for_all_its_events() {
        assertThat(new Part(500_000, 1).calls()).isEqualTo(1);
        assertThat(new Part(500_000, 1_000).calls()).isEqualTo(500);
    }
}
