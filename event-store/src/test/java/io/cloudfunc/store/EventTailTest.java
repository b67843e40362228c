package io.cloudfunc.store;

import static io.cloudfunc.store.StoreOnPostgres.removed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.cloudfunc.api.function.FunctionDeployed;
import io.cloudfunc.api.function.FunctionRemoved;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class EventTailTest {

    private final StoreOnPostgres store = new StoreOnPostgres();
    private final EventTail tail = new EventTail(new EventHistory(store.jdbc, store.serializer));

    @Test
    void answers_all_who_wait_for_the_aggregate_and_nobody_else() {
        var one = tail.next("hello", FunctionRemoved.class);
        var two = tail.next("hello", FunctionRemoved.class);
        var other = tail.next("other", FunctionRemoved.class);

        tail.appended("hello", removed("hello", 1));

        assertThat(one).isCompletedWithValue(removed("hello", 1));
        assertThat(two).isCompletedWithValue(removed("hello", 1));
        assertThat(other).isNotDone();
    }

    @Test
    void waits_for_an_event_of_the_type_that_meets_the_condition() {
        var deployed = tail.next("hello", FunctionDeployed.class);
        var second = tail.next("hello", FunctionRemoved.class, event -> event.life() == 2);

        tail.appended("hello", removed("hello", 1));
        assertThat(second).isNotDone();
        tail.appended("hello", removed("hello", 2));

        assertThat(second).isCompletedWithValue(removed("hello", 2));
        assertThat(deployed).isNotDone();
    }

    @Test
    void finds_in_the_store_what_another_process_appended() {
        var waiting = tail.next("hello", FunctionRemoved.class);
        store.append("hello", 1);

        tail.lookAgain();

        assertThat(waiting).isCompletedWithValue(removed("hello", 0));
    }

    @Test
    void looks_only_at_what_is_said_to_have_changed() {
        var waiting = tail.next("hello", FunctionRemoved.class);
        var other = tail.next("other", FunctionRemoved.class);
        store.append("hello", 1);
        store.append("other", 1);

        tail.lookAt(Set.of("hello", "nobody-waits-for"));

        assertThat(waiting).isCompletedWithValue(removed("hello", 0));
        assertThat(other).isNotDone();
    }

    @Test
    void leaves_those_waiting_whom_the_database_cannot_answer_now() {
        var waiting = tail.next("hello", FunctionRemoved.class);
        store.append("hello", 1);
        store.jdbc.execute("alter table domain_event rename to elsewhere");
        tail.lookAgain();
        assertThat(waiting).isNotDone();

        store.jdbc.execute("alter table elsewhere rename to domain_event");
        tail.lookAgain();

        assertThat(waiting).isDone();
    }

    @Test
    void asks_nothing_of_the_store_when_nobody_waits_any_more() {
        var nowhere = new EventTail(new EventHistory(new JdbcTemplate(), store.serializer));
        nowhere.next("hello", FunctionRemoved.class).cancel(false);
        var answered = nowhere.next("hello", FunctionRemoved.class);
        nowhere.appended("hello", removed("hello", 1));

        assertThatCode(nowhere::lookAgain).doesNotThrowAnyException();

        assertThat(answered).isDone();
    }
}
