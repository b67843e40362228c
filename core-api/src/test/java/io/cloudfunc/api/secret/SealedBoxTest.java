package io.cloudfunc.api.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import org.junit.jupiter.api.Test;

class SealedBoxTest {

    private static final byte[] SECRET = "s3cret".getBytes(StandardCharsets.UTF_8);

    private final KeyPair reader = SealedBox.newKeys();

    @Test
    void opens_for_its_reader_and_shows_nothing_before() {
        var box = box("db-password");

        assertThat(new String(box, StandardCharsets.ISO_8859_1)).doesNotContain("s3cret");
        assertThat(SealedBox.open(box, reader, "db-password")).isEqualTo(SECRET);
    }

    @Test
    void never_looks_the_same_twice() {
        assertThat(box("db-password")).isNotEqualTo(box("db-password"));
    }

    @Test
    void opens_for_nobody_else_and_for_no_other_purpose() {
        var box = box("db-password");

        assertThatThrownBy(() -> SealedBox.open(box, SealedBox.newKeys(), "db-password"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SealedBox.open(box, reader, "other")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void opens_no_more_once_it_was_changed_or_cut() {
        var box = box("db-password");
        box[box.length - 1] ^= 1;

        assertThatThrownBy(() -> SealedBox.open(box, reader, "db-password"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SealedBox.open(new byte[3], reader, "db-password"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private byte[] box(String purpose) {
        return SealedBox.seal(SECRET, reader.getPublic().getEncoded(), purpose);
    }
}
