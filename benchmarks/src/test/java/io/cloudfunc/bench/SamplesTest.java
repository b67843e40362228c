package io.cloudfunc.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SamplesTest {

    @Test
    void tells_the_smallest_sample_that_a_part_of_them_does_not_exceed() {
        var samples = millis(1, 100);

        assertThat(samples.quantile(0.5)).isEqualTo(50);
        assertThat(samples.quantile(0.99)).isEqualTo(99);
        assertThat(samples.quantile(1)).isEqualTo(100);
        assertThat(samples.quantile(0)).isEqualTo(1);
    }

    @Test
    void keeps_more_than_it_was_made_for() {
        var samples = millis(1, 3_000);

        samples.addAll(millis(3_001, 6_000));

        assertThat(samples.size()).isEqualTo(6_000);
        assertThat(samples.quantile(1)).isEqualTo(6_000);
        assertThat(samples.perSecond(Duration.ofSeconds(3))).isEqualTo(2_000);
    }

    @Test
    void has_no_median_of_nothing() {
        assertThatThrownBy(() -> new Samples().quantile(0.5)).isInstanceOf(IllegalStateException.class);
    }

    private static Samples millis(int first, int last) {
        var samples = new Samples();
        for (var millis = last; millis >= first; millis--) {
            samples.add(millis * 1_000_000L);
        }
        return samples;
    }
}
