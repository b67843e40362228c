package io.cloudfunc.api.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.api.problem.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "Z9", "worker-1", "4f0c.2e_-", "0--"})
    void may_be_the_name_of_a_worker_or_container(String name) {
        assertThat(new WorkerId(name)).hasToString(name);
        assertThat(new ContainerId(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", ".a", "_a", "a b", "a/b", "ä", "aä", "a\n", "a:", "a@", "a[", "a`", "a{"})
    void has_no_other_letters_and_begins_with_none_of_the_inner_ones(String name) {
        assertThatThrownBy(() -> new WorkerId(name)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new ContainerId(name)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void has_a_longest_length_of_its_own_for_each() {
        assertThat(new WorkerId("w".repeat(63)).value()).hasSize(63);
        assertThat(new ContainerId("c".repeat(128)).value()).hasSize(128);
        assertThatThrownBy(() -> new WorkerId("w".repeat(64))).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new ContainerId("c".repeat(129))).isInstanceOf(InvalidValueException.class);
    }
}
