package io.cloudfunc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.json.JsonMapper;

class PlainTimesTest {

    private static final List<Integer> UNITS = List.of(1_000_000_000, 1_000_000, 1_000, 1);

    private final JsonMapper json =
            JsonMapper.builder().addModule(new PlainTimes()).build();

    private record Times(Instant at, Duration took) {}

    @Test
    void are_what_was_written_to_the_nanosecond() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        for (var number = 0; number < 20_000; number++) {
            var unit = UNITS.get(number % UNITS.size());
            var nanos = random.nextInt(1_000_000_000 / unit) * (long) unit;
            var at = Instant.ofEpochSecond(random.nextLong(-3_000_000_000L, 250_000_000_000L), nanos);
            var took = Duration.ofSeconds(random.nextLong(-100_000, 100_000_000), nanos);

            assertThat(json.readValue(json.writeValueAsString(new Times(at, took)), Times.class))
                    .as("seed %d", seed)
                    .isEqualTo(new Times(at, took));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-31T12:00:00+01:00",
                "2026-01-31T24:00:00Z",
                "2024-02-29T23:59:59.5Z",
                "2026-01-31T12:00:00.1234567Z",
                "-0001-01-31T12:00:00Z",
                "+12026-01-31T12:00:00Z"
            })
    void may_be_instants_in_every_other_form(String text) {
        assertThat(PlainTimes.instant(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PT1M", "P1D", "PT1H2M3.4S", "PT-0.5S", "-PT6S", "PT12345678901S", "PT0S", "PT0.000000001S"})
    void may_be_durations_in_every_other_form(String text) {
        assertThat(PlainTimes.duration(text)).isEqualTo(Duration.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-02-30T12:00:00Z",
                "2026-13-01T12:00:00Z",
                "2026-01-31T25:00:00Z",
                "2026-01-31T12:00:00",
                "2026-01-3aT12:00:00Z",
                "2026-01-31T12:00:00.1234567890Z",
                "yesterday"
            })
    void are_not_made_of_what_is_none(String text) {
        assertThatThrownBy(() -> PlainTimes.instant(text)).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> PlainTimes.duration(text)).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> json.readValue("{\"at\":\"x%s\"}".formatted(text), Times.class))
                .isInstanceOf(DatabindException.class);
    }
}
