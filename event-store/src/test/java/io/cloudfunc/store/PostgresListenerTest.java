package io.cloudfunc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class PostgresListenerTest {

    private static final Duration NEVER = Duration.ofDays(1);

    private final DataSource dataSource = TestPostgres.fresh();
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private final AtomicInteger looks = new AtomicInteger();
    private final List<Set<String>> heard = new CopyOnWriteArrayList<>();
    private PostgresListener listener;

    @AfterEach
    void stop() {
        listener.stop();
    }

    @Test
    void looks_as_soon_as_it_listens_since_what_was_sent_before_is_not_heard() {
        notifyFrom("another-process");

        listen(NEVER);

        eventually().untilAtomic(looks, equalTo(1));
    }

    @Test
    void hears_which_aggregates_another_process_has_changed_and_nothing_of_its_own_process() {
        listen(NEVER);
        eventually().untilAtomic(looks, equalTo(1));

        notifyFrom("another-process a b");
        eventually().until(() -> heard.equals(List.of(Set.of("a", "b"))));
        notifyFrom("this-process c");
        notifyFrom("another-process");

        eventually().until(() -> heard.equals(List.of(Set.of("a", "b"), Set.of())));
        assertThat(looks).hasValue(1);
    }

    @Test
    void looks_again_after_a_while_though_processes_never_stop_notifying() {
        listen(Duration.ofMillis(200));

        eventually().pollInterval(Duration.ofMillis(1)).until(() -> {
            notifyFrom("this-process");
            notifyFrom("another-process");
            return looks.get() > 3;
        });
    }

    @Test
    void listens_and_looks_again_after_its_connection_was_lost() {
        listen(NEVER);
        eventually().untilAtomic(looks, equalTo(1));

        assertThat(jdbc.queryForList("""
                        select pg_terminate_backend(pid) from pg_stat_activity
                        where datname = current_database() and query like 'select pg_advisory_lock_shared%'
                        """, Boolean.class)).containsExactly(true);
        eventually().untilAtomic(looks, equalTo(2));
        notifyFrom("another-process");

        eventually().until(() -> heard.equals(List.of(Set.of())));
    }

    @Test
    void gives_its_connection_back_when_it_is_stopped() {
        listen(Duration.ofMillis(50));
        eventually().until(() -> looks.get() > 0);

        listener.stop();

        assertThat(listener.isRunning()).isFalse();
        eventually().until(() -> jdbc.queryForObject("""
                                select count(*) from pg_stat_activity
                                where datname = current_database() and pid <> pg_backend_pid()
                                """, Integer.class) == 0);
    }

    @Test
    void is_known_to_others_for_as_long_as_it_listens() {
        listen(Duration.ofMillis(50));
        eventually().until(() -> ListeningProcesses.areThereOthers(jdbc, "another-process"));
        assertThat(ListeningProcesses.areThereOthers(jdbc, "this-process")).isFalse();

        listener.stop();

        eventually().until(() -> !ListeningProcesses.areThereOthers(jdbc, "another-process"));
    }

    private void listen(Duration lookAgain) {
        listener = new PostgresListener(dataSource, "this-process", lookAgain, heard::add, looks::incrementAndGet);
        listener.start();
    }

    private void notifyFrom(String process) {
        jdbc.query("select pg_notify(?, ?)", rows -> {}, PostgresNotifier.CHANNEL, process);
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60));
    }

    private static org.hamcrest.Matcher<Integer> equalTo(int looks) {
        return org.hamcrest.Matchers.equalTo(looks);
    }
}
