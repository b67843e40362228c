package io.cloudfunc.command.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.api.problem.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinesTest {

    @Test
    void each_line_is_a_value_as_the_caller_wrote_it() {
        assertThat(texts("{\"n\": 1}\n[1, 2]\n\"three\"\n4\nnull\n"))
                .containsExactly("{\"n\": 1}", "[1, 2]", "\"three\"", "4", "null");
    }

    @Test
    void blank_lines_and_the_space_around_a_value_are_passed_over_but_counted() {
        var lines = lines("\n  1 \r\n\t\n2");

        assertThat(lines.stream().map(Line::number)).containsExactly(2, 4);
        assertThat(texts("\n  1 \r\n\t\n2")).containsExactly("1", "2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{              | a text that breaks off or goes wrong at column",
                "{'a':1}        | a text that breaks off or goes wrong at column 2",
                "no             | a text that breaks off or goes wrong at column",
                "\"             | a text that breaks off or goes wrong at column",
                "1 2            | more than one",
                "{}{}           | more than one"
            })
    void what_is_not_one_value_is_refused_with_its_line(String second, String offending) {
        assertThatThrownBy(() -> lines("1\n" + second + "\n3"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("line 2: got '" + offending)
                .hasMessageEndingWith("expected one JSON value");
    }

    @Test
    void a_thousand_lines_are_taken_and_not_one_more() {
        assertThat(lines("1\n".repeat(1_000))).hasSize(1_000);

        assertThatThrownBy(() -> lines("1\n".repeat(1_001)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("body: got '1001 lines', expected 1 to 1000 lines with one JSON value each");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", " \r\n\t"})
    void a_batch_of_nothing_is_refused(String blank) {
        assertThatThrownBy(() -> lines(blank))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("body: got '0 lines'");
    }

    private static List<Line> lines(String body) {
        return Lines.in(body.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> texts(String body) {
        return lines(body).stream()
                .map(line -> new String(line.content(), StandardCharsets.UTF_8))
                .toList();
    }
}
