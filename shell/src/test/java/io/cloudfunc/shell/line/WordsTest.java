package io.cloudfunc.shell.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.shell.exit.CommandFailedException;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void are_apart_by_blanks() {
        assertThat(Words.of("  invoke\thello   -d 1 ")).containsExactly("invoke", "hello", "-d", "1");
        assertThat(Words.of(" ")).isEmpty();
    }

    @Test
    void in_single_quotes_are_literal() {
        assertThat(Words.of("-d '{\"a\": \"b\\n\"}' ''")).containsExactly("-d", "{\"a\": \"b\\n\"}", "");
    }

    @Test
    void in_double_quotes_may_have_escaped_quotes_and_backslashes() {
        assertThat(Words.of("\"a \\\"b\\\" \\\\ \\n\"")).containsExactly("a \"b\" \\ \\n");
    }

    @Test
    void may_be_json_without_quotes_around() {
        assertThat(Words.of("-d {\"name\": \"Ada } \\\" B\", \"x\": [1, {}]} --async"))
                .containsExactly("-d", "{\"name\": \"Ada } \\\" B\", \"x\": [1, {}]}", "--async");
        assertThat(Words.of("[1, 2] x")).containsExactly("[1, 2]", "x");
    }

    @Test
    void may_be_quoted_after_the_name_of_an_option() {
        assertThat(Words.of("--data='a b' -d=\"c d\" --data={\"a\": 1}"))
                .containsExactly("--data=a b", "-d=c d", "--data={\"a\": 1}");
    }

    @Test
    void keep_quotes_inside() {
        assertThat(Words.of("it's a\"b x={y")).containsExactly("it's", "a\"b", "x={y");
    }

    @Test
    void of_json_without_an_end_reach_to_the_lines_end() {
        assertThat(Words.of("-d {\"a\": 1")).containsExactly("-d", "{\"a\": 1");
        assertThat(Words.of("-d {\"a")).containsExactly("-d", "{\"a");
        assertThat(Words.of("-d {\"a\\")).containsExactly("-d", "{\"a\\");
    }

    @Test
    void with_a_quote_that_is_not_closed_are_refused() {
        assertThatThrownBy(() -> Words.of("-d 'open"))
                .isInstanceOf(CommandFailedException.class)
                .hasMessage("A quote is not closed: 'open");
        assertThatThrownBy(() -> Words.of("-d \"open")).isInstanceOf(CommandFailedException.class);
    }
}
