package io.cloudfunc.query.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferenceTest {

    @Test
    void is_none_where_all_bytes_are_the_same() {
        assertThat(between("{\"a\": 1}", "{\"a\": 1}")).isEmpty();
    }

    @Test
    void names_each_place_in_json_with_what_stood_and_what_stands_there() {
        assertThat(between(
                        "{\"a\":1,\"b\":[1,2],\"c/d\":true,\"same\":0}",
                        "{\"a\":2,\"b\":[1,3,4],\"e\":null,\"same\":0}"))
                .containsExactly(
                        new Difference("/a", "1", "2"),
                        new Difference("/b/1", "2", "3"),
                        new Difference("/b/2", null, "4"),
                        new Difference("/c~1d", "true", null),
                        new Difference("/e", null, "null"));
    }

    @Test
    void is_what_is_left_between_the_same_beginning_and_end_of_other_bytes() {
        assertThat(between("Hello, Ada!", "Hello, Grace!")).containsExactly(new Difference("byte 7", "Ada", "Grace"));
        assertThat(between("aa", "aaa")).containsExactly(new Difference("byte 2", null, "a"));
        assertThat(between("", "x")).containsExactly(new Difference("byte 0", null, "x"));
    }

    @Test
    void is_told_in_bytes_where_json_means_the_same_but_is_written_otherwise() {
        assertThat(between("{\"a\":1}", "{\"a\": 1}")).containsExactly(new Difference("byte 5", null, " "));
    }

    private static List<Difference> between(String before, String after) {
        return Difference.between(before.getBytes(StandardCharsets.UTF_8), after.getBytes(StandardCharsets.UTF_8));
    }
}
