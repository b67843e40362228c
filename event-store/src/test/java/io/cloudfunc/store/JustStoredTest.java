package io.cloudfunc.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.payload.Payload;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JustStoredTest {

    private static final int MIB = 1024 * 1024;

    private final JustStored justStored = new JustStored();

    @Test
    void has_what_was_stored_a_moment_ago() {
        var payload = payload(3);

        justStored.add(payload);
        justStored.add(payload);

        assertThat(justStored.find(payload.ref().id())).hasValue(payload);
        assertThat(justStored.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void has_nothing_of_what_it_has_to_forget() {
        var payload = payload(3);
        justStored.add(payload);

        justStored.forget(List.of(payload.ref().id()));

        assertThat(justStored.find(payload.ref().id())).isEmpty();
    }

    @Test
    void forgets_the_oldest_rather_than_to_hold_many_bytes() {
        var oldest = payload(MIB);
        justStored.add(oldest);
        var others = java.util.stream.IntStream.range(0, 16)
                .mapToObj(number -> payload(MIB))
                .toList();

        others.forEach(justStored::add);

        assertThat(justStored.find(oldest.ref().id())).isEmpty();
        assertThat(others)
                .allSatisfy(kept -> assertThat(justStored.find(kept.ref().id())).isPresent());
    }

    private static Payload payload(int size) {
        return Payload.of(UUID.randomUUID(), "text/plain", new byte[size], new SecureRandom());
    }
}
