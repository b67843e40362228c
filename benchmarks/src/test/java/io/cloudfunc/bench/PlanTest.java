package io.cloudfunc.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PlanTest {

    @Test
    void reads_what_is_given_and_has_a_default_for_the_rest() {
        assertThat(Plan.parse("warm")).isEqualTo(new Plan("warm", 10_000_000, false));
        assertThat(Plan.parse("--events", "200000", "grow", "--json")).isEqualTo(new Plan("grow", 200_000, true));
    }

    @Test
    void names_what_it_does_not_understand() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Plan.parse("grow", "--events"))
                .withMessage("--events is ''; expected a number from 1 to 99999999");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Plan.parse("grow", "--events", "0"))
                .withMessage("--events is '0'; expected a number from 1 to 99999999");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Plan.parse("many", "--events", "5"))
                .withMessage("only grow takes --events, not: many");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Plan.parse("warm", "cold"))
                .withMessage("bench measures one thing, not warm and cold");
    }
}
