package io.cloudfunc.store;

import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tells the other processes that something was appended: after the commit, many commits as one, on a thread and a
 * transaction of its own, since a {@code NOTIFY} inside the appending transaction makes all commits wait for each other.
 */
final class PostgresNotifier implements SmartLifecycle {

    static final String CHANNEL = "cloudfunc_events";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresNotifier.class);

    private final JdbcTemplate jdbc;
    private final String processId;
    private final Semaphore toSend = new Semaphore(0);
    private volatile @org.jspecify.annotations.Nullable Thread sender;

    PostgresNotifier(DataSource dataSource, String processId) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.processId = processId;
    }

    void send() {
        toSend.release();
    }

    @Override
    public void start() {
        sender = Thread.ofVirtual().name("event-notifier").start(this::sendUntilStopped);
    }

    private void sendUntilStopped() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                toSend.acquire();
                toSend.drainPermits();
                jdbc.query("select pg_notify(?, ?)", rows -> {}, CHANNEL, processId);
            } catch (InterruptedException stopped) {
                return;
            } catch (DataAccessException notReached) {
                LOG.debug("Other processes were not notified; they look again within a second", notReached);
            }
        }
    }

    @Override
    public void stop() {
        var thread = sender;
        if (thread != null) {
            thread.interrupt();
            sender = null;
        }
    }

    @Override
    public boolean isRunning() {
        return sender != null;
    }
}
