package io.cloudfunc.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PlanTest {

    @Test
    void reads_what_is_given_and_has_a_default_for_the_rest() {
        assertThat(Plan.parse("--kills", "30", "--calls", "10000")).isEqualTo(new Plan(10_000, 30, 1, Plan.PATIENCE));
        assertThat(Plan.parse()).isEqualTo(new Plan(1_000, 6, 1, Plan.PATIENCE));
    }

    @Test
    void names_what_it_does_not_understand() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Plan.parse("--kill", "3"))
                .withMessage("chaos takes --calls N, --kills K, --seed S, --lose-broker-data and --json, not: --kill");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Plan.parse("--calls"))
                .withMessage("--calls is ''; expected a number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Plan.parse("--calls", "0"))
                .withMessage("0 calls and 6 kills; expected at least 1 call and 0 kills");
    }

    @Test
    void the_same_seed_makes_the_same_calls_of_every_kind() {
        var kinds = java.util.stream.IntStream.range(0, 200)
                .mapToObj(number -> Call.of(7, number))
                .peek(call -> assertThat(call).isEqualTo(Call.of(7, call.number())))
                .map(Call::kind)
                .distinct();

        assertThat(kinds).containsExactlyInAnyOrder(Kind.values());
    }
}
