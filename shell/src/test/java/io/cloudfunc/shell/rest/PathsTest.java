package io.cloudfunc.shell.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathsTest {

    @Test
    void a_segment_is_encoded() {
        assertThat(PathSegment.of("function name", "a b+ü?#%")).isEqualTo("a%20b%2B%C3%BC%3F%23%25");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "a/b", "a\\b", "a;b", "a\nb"})
    void a_segment_cannot_change_the_path(String value) {
        assertThatThrownBy(() -> PathSegment.of("function name", value))
                .hasMessage("function name: got '%s', expected letters, digits and inner hyphens".formatted(value));
    }

    @Test
    void a_query_has_the_parameters_that_have_a_value() {
        var query = new Query("/v1/invocations")
                .with("function", null)
                .with("state", "A&B")
                .with("limit", "1");

        assertThat(query.text()).isEqualTo("/v1/invocations?state=A%26B&limit=1");
    }
}
