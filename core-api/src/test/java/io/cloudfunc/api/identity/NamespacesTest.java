package io.cloudfunc.api.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.api.problem.InvalidValueException;
import java.util.Collections;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class NamespacesTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String OLD_KEY = """
        {"key":"cf_0123456789ab","roles":["read"],"hash":"ab","expiresAt":null,"issuedAt":"2026-01-31T12:00:00Z"}""";

    @Test
    void have_what_is_named_in_one_of_them() {
        var some = new Namespaces(Set.of("team-a", "default"));

        assertThat(some.have("team-a.hello")).isTrue();
        assertThat(some.have("hello")).isTrue();
        assertThat(some.have("team-b.hello")).isFalse();
        assertThat(some.have("team-a-too.hello")).isFalse();
        assertThat(some.have("TEAM-A.hello")).isFalse();
    }

    @Test
    void have_everything_if_they_are_all() {
        assertThat(Namespaces.ALL.have("team-b.hello")).isTrue();
        assertThat(new Namespaces(Set.of("*", "team-a"))).isEqualTo(Namespaces.ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Team", "a.b", "**", "a%", "a'", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void are_names_of_namespaces_and_nothing_else(String name) {
        assertThatThrownBy(() -> new Namespaces(Set.of(name))).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void are_not_none() {
        assertThatThrownBy(() -> new Namespaces(Set.of())).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new Namespaces(Collections.singleton(null))).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void are_all_for_a_key_that_was_issued_before_there_were_any() {
        assertThat(JSON.readValue(OLD_KEY, KeyIssued.class).namespacesOrAll()).isEqualTo(Namespaces.ALL);
    }

    @Test
    void are_kept_in_the_event_of_a_key() {
        var old = JSON.readValue(OLD_KEY, KeyIssued.class);
        var issued = new KeyIssued(
                old.key(), old.roles(), "ab", null, old.issuedAt(), new Namespaces(Set.of("team-b", "team-a")));

        var stored = JSON.writeValueAsString(issued);

        assertThat(stored).contains("\"namespaces\":[\"team-a\",\"team-b\"]");
        assertThat(JSON.readValue(stored, KeyIssued.class)).isEqualTo(issued);
        assertThat(JSON.writeValueAsString(old)).doesNotContain("namespaces");
    }
}
