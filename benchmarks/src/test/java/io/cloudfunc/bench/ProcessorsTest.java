package io.cloudfunc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessorsTest {

    @Test
    void were_busy_idle_or_waiting_for_a_disk() {
        var before = Processors.of("cpu  100 0 100 1000 50 0 0 0 0 0");

        var meanwhile = Processors.of("cpu  130 5 110 1040 60 3 2 7 0 0").since(before);

        assertThat(meanwhile).isEqualTo(new Processors(50, 10, 40));
        assertThat(meanwhile.partBusy()).isEqualTo(0.5);
        assertThat(meanwhile.partWaitingForDisk()).isEqualTo(0.1);
    }

    @Test
    void of_this_machine_have_been_busy() throws IOException {
        assertThat(Processors.now().busy()).isPositive();
    }
}
