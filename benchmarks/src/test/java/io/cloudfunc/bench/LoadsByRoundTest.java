package io.cloudfunc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LoadsByRoundTest {

    @Test
    void tell_what_the_machine_did_in_each_round() {
        var loads = new LoadsByRound();
        loads.add(calls(3, 7), new MachineTime(60, 20, 100, OptionalLong.of(1), 4_000));
        loads.add(calls(2), new MachineTime(90, 5, 100, OptionalLong.of(0), 4_000));

        assertThat(loads.figures().json()).isEqualToIgnoringWhitespace("""
                {"calls": 3, "p50_ms": 3.0, "p90_ms": 7.0, "p99_ms": 7.0, "max_ms": 7.0,
                 "calls_per_second": 0.25, "calls_per_second_by_round": [0.333, 0.167], "max_ms_by_round": [7.0, 2.0],
                 "machine_busy_part_by_round": [0.6, 0.9], "machine_stolen_part_by_round": [0.2, 0.05],
                 "machine_waiting_for_disk_part_by_round": [0.25, 0.0]}
                """);
    }

    private static Samples calls(long... millis) {
        var samples = new Samples();
        for (var each : millis) {
            samples.add(each * 1_000_000);
        }
        return samples;
    }
}
