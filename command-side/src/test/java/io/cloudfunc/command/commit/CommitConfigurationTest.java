package io.cloudfunc.command.commit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommitConfigurationTest {

    private final CommitConfiguration configuration = new CommitConfiguration();

    @Test
    void forgets_a_call_about_which_another_process_has_decided() {
        var cache = configuration.invocationCache();
        var call = new Object();
        cache.put("call", call);
        cache.put("other", call);

        configuration.decidedElsewhere(cache).changed("call");

        assertThat(cache.<String, Object>get("call")).isNull();
        assertThat(cache.<String, Object>get("other")).isSameAs(call);
    }
}
