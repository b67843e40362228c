package io.cloudfunc.shell.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerUrlTest {

    @Test
    void is_this_machines_where_none_is_given() {
        assertThat(ServerUrl.of(null)).hasToString("http://127.0.0.1:8080");
        assertThat(ServerUrl.of("  ")).hasToString("http://127.0.0.1:8080");
    }

    @Test
    void may_have_a_path_and_needs_no_slash_at_its_end() {
        assertThat(ServerUrl.of("https://example.com/cloudfunc//").resolve("/v1/functions"))
                .hasToString("https://example.com/cloudfunc/v1/functions");
    }

    @Test
    void is_encrypted_by_https() {
        assertThat(ServerUrl.of("https://example.com").encrypted()).isTrue();
        assertThat(ServerUrl.of("http://example.com").encrypted()).isFalse();
    }
}
