package io.cloudfunc.store;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tells the other processes that something was appended: after the commit, many commits as one, on a thread and a
 * transaction of its own, since a {@code NOTIFY} inside the appending transaction makes all commits wait for each other.
 * Where no other process listens, nothing is sent.
 */
final class PostgresNotifier implements SmartLifecycle {

    static final String CHANNEL = "cloudfunc_events";

    /** Does not wait for the disk: a notification that a crash swallows is made up for by the next look. */
    private static final String NOTIFY = "select set_config('synchronous_commit', 'off', true), pg_notify(?, ?)";

    /** Under load, notifications this far apart serve others as well, and cost us less. */
    private static final Duration LEAST_PAUSE = Duration.ofMillis(5);

    /** A process that has just begun to listen looks by itself as soon as it does, and then every second. */
    private static final Duration BETWEEN_LOOKS_FOR_OTHERS = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(PostgresNotifier.class);

    private final JdbcTemplate jdbc;
    private final String processId;
    private final Semaphore toSend = new Semaphore(0);
    private boolean others;
    private long lookedForOthers = System.nanoTime() - BETWEEN_LOOKS_FOR_OTHERS.toNanos();
    private volatile @org.jspecify.annotations.Nullable Thread sender;

    PostgresNotifier(DataSource dataSource, String processId) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.processId = processId;
    }

    void send() {
        toSend.release();
    }

    /** Whether all that was to be sent is taken up by the sender. */
    boolean isIdle() {
        return toSend.availablePermits() == 0;
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
                if (areThereOthers()) {
                    jdbc.query(NOTIFY, rows -> {}, CHANNEL, processId);
                }
                LockSupport.parkNanos(LEAST_PAUSE.toNanos());
            } catch (InterruptedException stopped) {
                return;
            } catch (DataAccessException notReached) {
                LOG.debug("Other processes were not notified; they look again within a second", notReached);
            }
        }
    }

    private boolean areThereOthers() {
        var now = System.nanoTime();
        if (now - lookedForOthers >= BETWEEN_LOOKS_FOR_OTHERS.toNanos()) {
            others = ListeningProcesses.areThereOthers(jdbc, processId);
            lookedForOthers = now;
        }
        return others;
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
