package io.cloudfunc.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Hears of what other processes append. Looks also as soon as it listens, again, and in any case after a while: what was
 * sent while there was no connection is never heard. Holds one connection of the pool.
 */
final class PostgresListener implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresListener.class);

    private static final Duration BEFORE_NEXT_CONNECTION = Duration.ofSeconds(1);

    private final DataSource dataSource;
    private final String processId;
    private final Duration lookAgain;
    private final Runnable heard;
    private volatile @Nullable Thread listener;

    /**
     * @param lookAgain longest time from one look to the next; above 0
     * @param heard looks; called on the listener's thread
     */
    PostgresListener(DataSource dataSource, String processId, Duration lookAgain, Runnable heard) {
        this.dataSource = dataSource;
        this.processId = processId;
        this.lookAgain = lookAgain;
        this.heard = heard;
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
                heard.run();
                awaitReasonToLook(connection.unwrap(PGConnection.class));
            }
        } finally {
            ListeningProcesses.leave(connection, processId);
            try (var statement = connection.createStatement()) {
                statement.execute("unlisten *");
            }
        }
    }

    /** Our own notifications are none, and put off no look. */
    private void awaitReasonToLook(PGConnection connection) throws SQLException {
        var until = System.nanoTime() + lookAgain.toNanos();
        for (var left = lookAgain; left.isPositive(); left = Duration.ofNanos(until - System.nanoTime())) {
            if (anyFromOthers(connection.getNotifications((int) Math.max(1, left.toMillis())))) {
                return;
            }
        }
    }

    private boolean anyFromOthers(PGNotification @Nullable [] notifications) {
        return notifications != null
                && Arrays.stream(notifications).anyMatch(one -> !processId.equals(one.getParameter()));
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
