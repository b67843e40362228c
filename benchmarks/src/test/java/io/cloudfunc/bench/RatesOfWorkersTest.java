package io.cloudfunc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RatesOfWorkersTest {

    @Test
    void linear_is_that_each_worker_does_as_much_as_one_alone() {
        assertThat(RatesOfWorkers.linearity(20, 1, 20)).isEqualTo(1);
        assertThat(RatesOfWorkers.linearity(72, 4, 20)).isEqualTo(0.9);
    }
}
