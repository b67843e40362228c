package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OldGarbageTest {

    private static final long MIB = 1024 * 1024;

    private final Deque<Long> used = new ArrayDeque<>();
    private final AtomicInteger collections = new AtomicInteger();
    private final OldGarbage garbage = new OldGarbage(used::pop, collections::incrementAndGet);

    @Test
    void is_collected_when_there_is_more_than_is_allowed() {
        look(60);
        assertThat(collections).hasValue(0);

        look(70, 50);

        assertThat(collections).hasValue(1);
    }

    @Test
    void is_what_has_come_since_the_last_collection() {
        look(70, 50);

        look(50 + 60);

        assertThat(collections).hasValue(1);
    }

    @Test
    void may_be_more_where_much_lives_so_that_what_lives_is_not_looked_through_again_and_again() {
        look(1_100, 1_000);

        look(1_000 + 400);
        assertThat(collections).hasValue(1);
        look(1_000 + 600, 1_000);

        assertThat(collections).hasValue(2);
    }

    private void look(long... mib) {
        LongStream.of(mib).map(each -> each * MIB).forEach(used::add);
        garbage.look();
    }
}
