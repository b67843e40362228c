package io.cloudfunc.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ByRoundTest {

    @Test
    void the_median_is_in_the_middle() {
        assertThat(of(3, 100, 1).median()).isEqualTo(3);
        assertThat(of(4, 1, 100, 2).median()).isEqualTo(3);
        assertThatThrownBy(() -> of().median()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_disturbed_both_of_a_pair_is_not_in_their_ratio() {
        assertThat(of(90, 45, 20).medianRatioTo(of(100, 50, 100))).isEqualTo(0.9);
    }

    @Test
    void a_round_without_its_pair_has_no_ratio() {
        assertThatThrownBy(() -> of(1, 2).medianRatioTo(of(1))).isInstanceOf(IllegalArgumentException.class);
    }

    private static ByRound of(double... values) {
        var rounds = new ByRound();
        for (var value : values) {
            rounds.add(value);
        }
        return rounds;
    }
}
