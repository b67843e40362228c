package io.cloudfunc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.bench.BenchDatabase.Part;
import org.junit.jupiter.api.Test;

class PartTest {

    @Test
    void a_history_is_of_whole_turns() {
        assertThat(Part.of(1)).containsExactly(new Part(0, 1_999));
        assertThat(Part.of(4_320)).containsExactly(new Part(0, 1_999));
        assertThat(Part.of(4_321)).containsExactly(new Part(0, 3_999));
    }

    @Test
    void each_call_of_a_long_one_is_in_one_part() {
        var parts = Part.of(10_000_000);

        assertThat(parts).hasSize(10);
        assertThat(parts.getFirst()).isEqualTo(new Part(0, 499_999));
        for (var i = 1; i < parts.size(); i++) {
            assertThat(parts.get(i).first()).isEqualTo(parts.get(i - 1).last() + 1);
        }
        assertThat(parts.getLast().last()).isEqualTo(4_629_999);
    }

    @Test
    void is_put_into_the_script_that_stores_it() {
        assertThat(new Part(500_000, 999_999).fill("generate_series(:first, :last), ':begin'"))
                .isEqualTo("generate_series(500000, 999999), '2025-01-31T12:00:00.000Z'");
    }
}
