package io.cloudfunc.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Hears of what other processes append. Looks by itself as soon as it listens, again, and after a while, since what was sent
 * while there was no connection is never heard. Holds one connection of the pool.
 */
final class PostgresListener implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresListener.class);

    private static final Duration BEFORE_NEXT_CONNECTION = Duration.ofSeconds(1);

    private final DataSource dataSource;
    private final String processId;
    private final Duration lookAgain;
    private final Consumer<Set<String>> heard;
    private final Runnable look;
    private volatile @Nullable Thread listener;

    /**
     * @param lookAgain time from one look to the next; above 0
     * @param heard told that others have appended, and to which aggregates that were there before; as {@code look}
     * @param look for whatever may have been appended; called on the listener's thread
     */
    PostgresListener(
            DataSource dataSource, String processId, Duration lookAgain, Consumer<Set<String>> heard, Runnable look) {
        this.dataSource = dataSource;
        this.processId = processId;
        this.lookAgain = lookAgain;
        this.heard = heard;
        this.look = look;
    }

    @Override
    public void start() {
        listener = Thread.ofPlatform().name("event-listener").daemon().unstarted(this::listenUntilStopped);
        listener.start();
    }

    private void listenUntilStopped() {
        while (isWanted()) {
            try (var connection = dataSource.getConnection()) {
                listen(connection);
            } catch (SQLException | RuntimeException lost) {
                LOG.debug("Listening for appended events again in {}", BEFORE_NEXT_CONNECTION, lost);
                LockSupport.parkNanos(BEFORE_NEXT_CONNECTION.toNanos());
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("listen " + PostgresNotifier.CHANNEL);
        }
        ListeningProcesses.join(connection, processId);
        try {
            while (isWanted()) {
                look.run();
                hearUntilNextLook(connection.unwrap(PGConnection.class));
            }
        } finally {
            ListeningProcesses.leave(connection, processId);
            try (var statement = connection.createStatement()) {
                statement.execute("unlisten *");
            }
        }
    }

    private void hearUntilNextLook(PGConnection connection) throws SQLException {
        var until = System.nanoTime() + lookAgain.toNanos();
        for (var left = lookAgain;
                isWanted() && left.isPositive();
                left = Duration.ofNanos(until - System.nanoTime())) {
            hear(connection.getNotifications((int) Math.max(1, left.toMillis())));
        }
    }

    /** Not of our own. */
    private void hear(PGNotification @Nullable [] notifications) {
        var fromOthers = Stream.ofNullable(notifications)
                .flatMap(Arrays::stream)
                .map(one -> one.getParameter().split(PostgresNotifier.SEPARATOR))
                .filter(words -> !processId.equals(words[0]))
                .toList();
        if (!fromOthers.isEmpty()) {
            heard.accept(fromOthers.stream()
                    .flatMap(words -> Arrays.stream(words).skip(1))
                    .collect(Collectors.toSet()));
        }
    }

    @Override
    public void stop() {
        listener = null;
    }

    @Override
    public boolean isRunning() {
        return listener != null;
    }

    private boolean isWanted() {
        return Thread.currentThread().equals(listener);
    }
}
