package io.cloudfunc.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.api.problem.InvalidValueException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferenceTest {

    @Test
    void whoever_says_nothing_does_not_wait() {
        assertThat(Preference.wait(null)).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            wait=10                      | 10
            respond-async, wait=10       | 10
            respond-async; wait = "10"   | 10
            wait=0                       | 0
            respond-async                | 0
            """)
    void waits_as_long_as_the_client_prefers(String prefer, long seconds) {
        assertThat(Preference.wait(prefer)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void waits_ten_minutes_at_most() {
        assertThat(Preference.wait("wait=9999")).isEqualTo(Duration.ofMinutes(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=long", "wait=-1", "wait=1.5", "wait=", "wait=99999"})
    void refuses_a_wait_that_is_no_number_of_seconds(String prefer) {
        assertThatThrownBy(() -> Preference.wait(prefer))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageEndingWith("expected whole seconds, 0 to 600");
    }
}
