package io.cloudfunc.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.identity.Namespaces;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WatcherTest {

    private final Watcher watcher = new Watcher(null, Namespaces.ALL);

    @Test
    void hears_in_order() throws Exception {
        var first = Message.of("a", "1");
        var second = Message.of("b", "2");
        watcher.tell(first);
        watcher.tell(second);

        assertThat(watcher.next()).containsSame(first);
        assertThat(watcher.next()).containsSame(second);
    }

    @Test
    void is_let_go_at_once_also_with_messages_left() throws Exception {
        watcher.tell(Message.of("a", "1"));

        watcher.letGo();

        assertThat(watcher.next()).isEmpty();
    }

    @Test
    void is_let_go_when_it_falls_far_behind() throws Exception {
        IntStream.range(0, 501).forEach(number -> watcher.tell(Message.of("a", "1")));

        assertThat(watcher.next()).isEmpty();
    }
}
