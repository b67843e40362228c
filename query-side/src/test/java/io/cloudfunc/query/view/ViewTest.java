package io.cloudfunc.query.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.query.view.View.Streams;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ViewTest {

    @Test
    void a_row_of_one_stream_takes_each_event_once() {
        var view = joined(Streams.ONE);
        var row = view.after(view.after(null, new Change<>("k", "a", 3)), new Change<>("k", "b", 5));

        assertThat(row).isEqualTo(new Row<>("k", 5, "ab"));
        assertThat(view.after(row, new Change<>("k", "b", 5))).isSameAs(row);
        assertThat(view.after(row, new Change<>("k", "a", 3))).isSameAs(row);
    }

    @Test
    void a_row_of_many_streams_drops_nothing_that_became_visible_late() {
        var view = joined(Streams.MANY);
        var row = view.after(view.after(null, new Change<>("k", "b", 5)), new Change<>("k", "a", 3));

        assertThat(row).isEqualTo(new Row<>("k", 5, "ba"));
    }

    @Test
    void the_same_view_can_lie_in_another_table() {
        assertThat(joined(Streams.ONE).in("beside").table()).isEqualTo("beside");
    }

    private static View<String, String> joined(Streams streams) {
        return new View<>(
                "x",
                "view_x",
                String.class,
                streams,
                List.of(),
                event -> Optional.of(new Source.Keyed<>("k", event.toString())),
                (before, event) -> before == null ? event : before + event);
    }
}
