package io.cloudfunc.shell.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    private static final List<String> WORDS = List.of("deploy", "describe", "invoke", "invocations", "logs", "history");

    @ParameterizedTest
    @CsvSource({
        "depoly, deploy",
        "invok, invoke",
        "log, logs",
        "hist, history",
        "invocatoin, invocations",
        "descirbe, describe"
    })
    void is_the_word_that_was_probably_meant(String typed, String meant) {
        assertThat(Nearest.to(typed, WORDS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"xyzzy", "x", "configuration"})
    void is_none_where_nothing_is_near(String typed) {
        assertThat(Nearest.to(typed, WORDS)).isEmpty();
    }
}
