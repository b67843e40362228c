package io.cloudfunc.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tells the other processes that something was appended, and to which aggregates that were there before: after the commit,
 * many commits as one, on a thread and a transaction of its own, since a {@code NOTIFY} inside the appending transaction
 * makes all commits wait for each other. Where no other process listens, nothing is sent.
 */
final class PostgresNotifier implements SmartLifecycle {

    static final String CHANNEL = "cloudfunc_events";

    /** Between the sending process and the aggregates, none of whose ids has one. */
    static final String SEPARATOR = " ";

    /** Does not wait for the disk: a notification that a crash swallows is made up for by the next look. */
    private static final String NOTIFY = "select set_config('synchronous_commit', 'off', true), pg_notify(?, ?)";

    /** Under load, notifications this far apart serve others as well, and cost us less. */
    private static final Duration LEAST_PAUSE = Duration.ofMillis(5);

    /** A process that has just begun to listen looks by itself as soon as it does, and then every second. */
    private static final Duration BETWEEN_LOOKS_FOR_OTHERS = Duration.ofSeconds(1);

    /** Below the 8,000 bytes that a notification may have. */
    private static final int MOST_CHARACTERS = 7_000;

    private static final Logger LOG = LoggerFactory.getLogger(PostgresNotifier.class);

    private final JdbcTemplate jdbc;
    private final String processId;
    private final Semaphore toSend = new Semaphore(0);
    private final Queue<String> changed = new ConcurrentLinkedQueue<>();
    private boolean others;
    private long lookedForOthers = System.nanoTime() - BETWEEN_LOOKS_FOR_OTHERS.toNanos();
    private volatile @Nullable Thread sender;

    PostgresNotifier(DataSource dataSource, String processId) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.processId = processId;
    }

    /** @param aggregates to which was appended, without new ones */
    void send(Collection<String> aggregates) {
        changed.addAll(aggregates);
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
                    messages().forEach(message -> jdbc.query(NOTIFY, rows -> {}, CHANNEL, message));
                } else {
                    changed.clear();
                }
                LockSupport.parkNanos(LEAST_PAUSE.toNanos());
            } catch (InterruptedException stopped) {
                return;
            } catch (DataAccessException notReached) {
                LOG.debug("Other processes were not notified; they look again within a second", notReached);
            }
        }
    }

    /** At least one, and as few as hold all aggregates. */
    private List<String> messages() {
        var messages = new ArrayList<String>();
        var message = new StringBuilder(processId);
        for (var next = changed.poll(); next != null; next = changed.poll()) {
            if (message.length() + next.length() > MOST_CHARACTERS) {
                messages.add(message.toString());
                message = new StringBuilder(processId);
            }
            message.append(SEPARATOR).append(next);
        }
        messages.add(message.toString());
        return messages;
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
