package io.cloudfunc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MachineTimeTest {

    private static final String STAT = "cpu  %d %d %d %d %d %d %d %d 9 9\ncpu0 1 1 1 1 1 1 1 1 1 1\n";
    private static final String PRESSURE = """
            some avg10=4.10 avg60=4.45 avg300=3.19 total=%d
            full avg10=0.76 avg60=1.07 avg300=0.73 total=7
            """;

    private final MachineTime before =
            MachineTime.of(STAT.formatted(100, 0, 100, 1000, 50, 0, 0, 0), PRESSURE.formatted(500), 1_000);

    @Test
    void is_busy_stolen_or_idle() {
        var meanwhile = MachineTime.of(STAT.formatted(128, 5, 112, 1037, 60, 3, 2, 3), "", 2_000)
                .since(before);

        assertThat(meanwhile.busyMillis()).isEqualTo(500);
        assertThat(meanwhile.partBusy()).isEqualTo(0.5);
        assertThat(meanwhile.partStolen()).isEqualTo(0.03);
    }

    @Test
    void is_spent_waiting_for_a_disk_where_the_kernel_tells() {
        var stat = STAT.formatted(200, 0, 100, 1000, 50, 0, 0, 0);

        var told = MachineTime.of(stat, PRESSURE.formatted(501), 5_000).since(before);
        var untold = MachineTime.of(stat, "", 5_000).since(before);

        assertThat(told.partWaitingForDisk()).hasValue(0.25);
        assertThat(untold.partWaitingForDisk()).isEmpty();
    }

    @Test
    void no_time_has_no_parts() {
        var none = before.since(before);

        assertThat(none.partBusy()).isZero();
        assertThat(none.partWaitingForDisk()).hasValue(0);
    }

    @Test
    void of_this_machine_is_known() throws IOException {
        assertThat(MachineTime.now().busy()).isPositive();
    }
}
