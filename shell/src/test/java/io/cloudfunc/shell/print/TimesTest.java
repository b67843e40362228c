package io.cloudfunc.shell.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 ms",
        "PT0.00004S, 0 ms",
        "PT0.0012S, 1.2 ms",
        "PT0.00996S, 10 ms",
        "PT0.0294S, 29 ms",
        "PT0.9994S, 999 ms",
        "PT0.9996S, 1 s",
        "PT1S, 1 s",
        "PT1.25S, 1.3 s",
        "PT1M, 60 s",
        "PT1M59.94S, 119.9 s",
        "PT2M, 2 min",
        "PT2M5.9S, 2 min 5 s",
        "PT1H59M59S, 119 min 59 s",
        "PT2H, 2 h",
        "PT50H1M, 50 h 1 min",
        "PT-0.25S, -250 ms",
        "PT-3S, -3 s",
        "soon, soon",
        "'', ''"
    })
    void shows_a_duration_with_the_unit_that_suits_it(String iso, String expected) {
        assertThat(Times.span(iso)).isEqualTo(expected);
    }

    @Test
    void shows_an_instant_in_local_time() {
        var local = LocalDateTime.ofInstant(Instant.parse("2026-01-02T03:04:05.0067Z"), ZoneId.systemDefault());

        assertThat(Times.second("2026-01-02T03:04:05.0067Z"))
                .isEqualTo(local.toLocalDate() + " %02d:%02d:05".formatted(local.getHour(), local.getMinute()));
        assertThat(Times.millisecond("2026-01-02T03:04:05.0067Z")).endsWith(":05.006");
    }

    @Test
    void shows_what_is_no_instant_as_it_is() {
        assertThat(Times.second("")).isEmpty();
        assertThat(Times.millisecond("later")).isEqualTo("later");
    }

    @Test
    void shows_the_time_between_two_instants_if_both_are_known() {
        assertThat(Times.between("2026-01-02T03:04:05Z", "2026-01-02T03:04:06.5Z"))
                .isEqualTo("1.5 s");
        assertThat(Times.between("2026-01-02T03:04:05Z", "")).isEmpty();
        assertThat(Times.between("", "2026-01-02T03:04:05Z")).isEmpty();
    }
}
