package io.cloudfunc.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Hears of what other processes append, and looks again every second in any case: a notification can be lost with its
 * connection. Holds one connection of the pool.
 */
final class PostgresListener implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresListener.class);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final DataSource dataSource;
    private final String processId;
    private final Runnable heard;
    private volatile @Nullable Thread listener;

    PostgresListener(DataSource dataSource, String processId, Runnable heard) {
        this.dataSource = dataSource;
        this.processId = processId;
        this.heard = heard;
    }

    @Override
    public void start() {
        listener = Thread.ofPlatform().name("event-listener").daemon().start(this::listenUntilStopped);
    }

    private void listenUntilStopped() {
        while (isRunning()) {
            try (var connection = dataSource.getConnection()) {
                listen(connection);
            } catch (SQLException | RuntimeException lost) {
                LOG.debug("Listening for appended events again in {}", LOOK_AGAIN, lost);
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("listen " + PostgresNotifier.CHANNEL);
        }
        try {
            while (isRunning()) {
                var notifications = connection.unwrap(PGConnection.class).getNotifications((int) LOOK_AGAIN.toMillis());
                if (notifications == null || notifications.length == 0 || anyFromOthers(notifications)) {
                    heard.run();
                }
            }
        } finally {
            try (var statement = connection.createStatement()) {
                statement.execute("unlisten *");
            }
        }
    }

    private boolean anyFromOthers(PGNotification[] notifications) {
        for (var notification : notifications) {
            if (!processId.equals(notification.getParameter())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void stop() {
        listener = null;
    }

    @Override
    public boolean isRunning() {
        return listener != null;
    }
}
