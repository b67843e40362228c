package io.cloudfunc.command.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.api.problem.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class BoundsTest {

    private static final DataSize MIB = DataSize.ofMegabytes(1);

    @Test
    void bodies_at_hand_take_a_quarter_of_the_heap_at_most() {
        var bounds = new Bounds(1, MIB, 1, MIB, DataSize.ofMegabytes(100));

        assertThat(bounds.mostAtHand(DataSize.ofMegabytes(200).toBytes()))
                .isEqualTo(DataSize.ofMegabytes(50).toBytes());
        assertThat(bounds.mostAtHand(DataSize.ofGigabytes(4).toBytes()))
                .isEqualTo(DataSize.ofMegabytes(100).toBytes());
    }

    @Test
    void a_bound_below_0_is_refused() {
        assertThatThrownBy(() -> new Bounds(1, MIB, -1, MIB, MIB))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("cloudfunc.open.calls-per-function: got '-1', expected 0 or more");
    }
}
