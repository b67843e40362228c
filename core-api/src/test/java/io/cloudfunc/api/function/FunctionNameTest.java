package io.cloudfunc.api.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.api.problem.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "z", "a0", "a-b", "a--9", "hello-world-2"})
    void is_of_small_letters_digits_and_inner_hyphens(String name) {
        assertThat(new FunctionName(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "-a",
                "a-",
                "0a",
                "A",
                "aB",
                "a_b",
                "a b",
                "ä",
                "aé",
                "a\n",
                "a/",
                "a:",
                "a`",
                "a{",
                ".a",
                "a.",
                "a..b",
                "a.b.c",
                "A.b",
                "a-.b",
                "0.b",
                "default.a"
            })
    void is_of_nothing_else(String name) {
        assertThatThrownBy(() -> new FunctionName(name)).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @CsvSource({"hello,default", "team-a.hello,team-a", "a.b,a"})
    void has_its_namespace_before_the_dot(String name, String namespace) {
        assertThat(new FunctionName(name).namespace()).isEqualTo(new Namespace(namespace));
        assertThat(new FunctionName(name)).hasToString(name);
    }

    @Test
    void has_40_letters_of_namespace_at_most() {
        assertThat(new FunctionName("n".repeat(40) + ".f").namespace().value()).hasSize(40);
        assertThatThrownBy(() -> new FunctionName("n".repeat(41) + ".f")).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void has_63_letters_at_most() {
        assertThat(new FunctionName("f".repeat(63)).value()).hasSize(63);
        assertThatThrownBy(() -> new FunctionName("f".repeat(64))).isInstanceOf(InvalidValueException.class);
    }
}
