package io.cloudfunc.command.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.api.problem.RejectedException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MasterKeysTest {

    private static final byte[] VALUE = "s3cret".getBytes(StandardCharsets.UTF_8);
    private static final String OLD = MasterKeys.fresh();
    private static final String NEW = MasterKeys.fresh();

    @Test
    void what_is_encrypted_shows_nothing_and_is_read_for_its_owner_only() {
        var keys = new MasterKeys(OLD);
        var sealed = keys.encrypt(VALUE, "a");

        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("s3cret");
        assertThat(keys.decrypt(keys.current(), sealed, "a")).isEqualTo(VALUE);
        assertThatThrownBy(() -> keys.decrypt(keys.current(), sealed, "b")).hasMessageContaining("was changed");
    }

    @Test
    void a_new_key_is_put_before_the_old_one_which_still_reads() {
        var before = new MasterKeys(OLD);
        var sealed = before.encrypt(VALUE, "a");
        var after = new MasterKeys(NEW + "\n" + OLD + "\n");

        assertThat(after.current()).isNotEqualTo(before.current());
        assertThat(after.decrypt(before.current(), sealed, "a")).isEqualTo(VALUE);
    }

    @Test
    void a_key_that_is_gone_is_named_and_no_key_is_ever_repeated() {
        var old = new MasterKeys(OLD).current();

        assertThatThrownBy(() -> new MasterKeys(NEW).decrypt(old, new byte[40], "a"))
                .hasMessageContaining(old);
        assertThatThrownBy(() -> new MasterKeys("hunter2"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void without_keys_nothing_can_be_stored() {
        assertThatThrownBy(() -> new MasterKeys("").current())
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("cloudfunc.secrets.key is not set");
    }
}
