package io.cloudfunc.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.Namespace;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QueueNamesTest {

    private final QueueNames names = new QueueNames("cf", Set.of(new Namespace("team-a"), new Namespace("team-b")));

    @Test
    void have_a_queue_for_the_tasks_of_each_namespace_with_workers_of_its_own_and_one_for_all_others() {
        assertThat(names.tasksFor(new FunctionName("team-a.f"))).isEqualTo("cf.tasks.team-a");
        assertThat(names.tasksFor(new FunctionName("team-c.f"))).isEqualTo("cf.tasks");
        assertThat(names.tasksFor(new FunctionName("f"))).isEqualTo("cf.tasks");
    }

    @Test
    void tell_by_the_exchange_of_which_functions_a_message_may_speak() {
        assertThat(names.maySpeakOf("team-a.f", "cf.from-workers.team-a")).isTrue();
        assertThat(names.maySpeakOf("team-a.f", "cf.from-workers.team-b")).isFalse();
        assertThat(names.maySpeakOf("team-a.f", "cf.from-workers")).isFalse();
        assertThat(names.maySpeakOf("f", "cf.from-workers.team-a")).isFalse();
        assertThat(names.maySpeakOf("team-c.f", "cf.from-workers")).isTrue();
        assertThat(names.maySpeakOf("f", "cf.from-workers")).isTrue();
        assertThat(names.maySpeakOf("team-a.f", "cf.buried")).isFalse();
    }

    @Test
    void let_routers_speak_of_all_who_alone_may_write_to_the_queue_itself() {
        assertThat(names.maySpeakOf("team-a.f", "")).isTrue();
    }
}
