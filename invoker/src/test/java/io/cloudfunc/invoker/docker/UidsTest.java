package io.cloudfunc.invoker.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UidsTest {

    private final Uids uids = new Uids(100, 3, 1);

    @Test
    void gives_each_once_and_wraps_around() {
        assertThat(uids.take()).hasValue(101);
        assertThat(uids.take()).hasValue(102);
        assertThat(uids.take()).hasValue(100);
        assertThat(uids.take()).isEmpty();
    }

    @Test
    void gives_an_id_again_as_late_as_possible() {
        uids.take();
        uids.giveBack(101);

        assertThat(uids.take()).hasValue(102);
        assertThat(uids.take()).hasValue(100);
        assertThat(uids.take()).hasValue(101);
    }
}
