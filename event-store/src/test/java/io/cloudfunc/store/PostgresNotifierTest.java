package io.cloudfunc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class PostgresNotifierTest {

    private static final String END = "the test's end";

    private final DataSource dataSource = TestPostgres.fresh();
    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicInteger refused = new AtomicInteger();
    private final PostgresNotifier notifier = new PostgresNotifier(sometimesAway(), "this-process");
    private Connection elsewhere;

    @BeforeEach
    void listen() throws SQLException {
        elsewhere = dataSource.getConnection();
        elsewhere.createStatement().execute("listen " + PostgresNotifier.CHANNEL);
        ListeningProcesses.join(elsewhere, "another-process");
    }

    @AfterEach
    void stop() throws SQLException {
        notifier.stop();
        elsewhere.close();
    }

    @Test
    void tells_the_others_once_of_many_commits_and_who_it_is() throws SQLException {
        for (var commit = 0; commit < 1_000; commit++) {
            notifier.send(List.of());
        }

        notifier.start();

        assertThat(next(1)).containsExactly("this-process");
        assertThat(restUntilTheEnd()).isEmpty();
    }

    @Test
    void tells_which_aggregates_have_changed() throws SQLException {
        notifier.send(List.of("a", "b"));
        notifier.send(List.of("c"));

        notifier.start();

        assertThat(next(1)).containsExactly("this-process a b c");
    }

    @Test
    void tells_of_many_aggregates_with_several_notifications() throws SQLException {
        var ids = IntStream.range(0, 1_000).mapToObj(n -> "%036d".formatted(n)).toList();
        notifier.send(ids);

        notifier.start();

        assertThat(next(6))
                .allMatch(message -> message.startsWith("this-process "))
                .flatExtracting(message ->
                        List.of(message.substring("this-process ".length()).split(" ")))
                .containsExactlyElementsOf(ids);
    }

    @Test
    void sends_nothing_while_no_other_process_listens() throws SQLException {
        ListeningProcesses.leave(elsewhere, "another-process");
        ListeningProcesses.join(elsewhere, "this-process");
        notifier.start();

        handled();

        assertThat(restUntilTheEnd()).isEmpty();
    }

    @Test
    void sends_once_another_process_listens() throws SQLException {
        ListeningProcesses.leave(elsewhere, "another-process");
        notifier.start();
        handled();

        ListeningProcesses.join(elsewhere, "another-process");

        await().atMost(Duration.ofSeconds(60)).until(() -> {
            notifier.send(List.of());
            return elsewhere.unwrap(PGConnection.class).getNotifications(100).length > 0;
        });
    }

    @Test
    void goes_on_after_the_database_was_away() throws SQLException {
        away.set(true);
        notifier.start();
        notifier.send(List.of());
        await().atMost(Duration.ofSeconds(60)).until(() -> refused.get() > 0);

        away.set(false);
        notifier.send(List.of());

        assertThat(next(1)).containsExactly("this-process");
    }

    @Test
    void sends_nothing_when_it_is_stopped() throws SQLException {
        notifier.start();
        notifier.send(List.of());
        assertThat(next(1)).hasSize(1);

        notifier.stop();
        notifier.send(List.of());

        assertThat(notifier.isRunning()).isFalse();
        assertThat(restUntilTheEnd()).isEmpty();
    }

    /** The sender takes up the second only after it is done with the first. */
    private void handled() {
        for (var sent = 0; sent < 2; sent++) {
            notifier.send(List.of());
            await().atMost(Duration.ofSeconds(60)).until(notifier::isIdle);
        }
    }

    private List<String> next(int count) throws SQLException {
        var heard = new ArrayList<String>();
        while (heard.size() < count) {
            for (var one : elsewhere.unwrap(PGConnection.class).getNotifications(60_000)) {
                heard.add(one.getParameter());
            }
        }
        return heard;
    }

    private List<String> restUntilTheEnd() throws SQLException {
        new JdbcTemplate(dataSource).query("select pg_notify(?, ?)", rows -> {}, PostgresNotifier.CHANNEL, END);
        var rest = new ArrayList<String>();
        while (!rest.contains(END)) {
            rest.addAll(next(1));
        }
        rest.remove(END);
        return rest;
    }

    private DataSource sometimesAway() {
        return new DelegatingDataSource(dataSource) {
            @Override
            public Connection getConnection() throws SQLException {
                if (away.get()) {
                    refused.incrementAndGet();
                    throw new SQLException("the database is away");
                }
                return super.getConnection();
            }
        };
    }
}
