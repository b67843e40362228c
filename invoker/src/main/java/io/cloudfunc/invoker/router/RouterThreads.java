package io.cloudfunc.invoker.router;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.AxonThreadFactory;

/**
 * Threads of a streaming processor: one reads events, others handle them. They begin when that one has read what there is, or
 * for a while, so that it becomes one transaction; it may read on meanwhile. Otherwise they begin with the first few that it
 * has read, and need a second transaction for the rest.
 */
final class RouterThreads {

    /** Threads that handle events, of as many segments. */
    private static final int HANDLERS = 4;

    /** When Axon 4.13 reads on if 1,024 events wait to be handled. */
    private static final long AXON_READS_ON_MILLIS = 100;

    /** When it does here, where all of those are taken at once, unless earlier ones are still handled. */
    private static final long READS_ON_MILLIS = 10;

    private final Duration longestReading;
    private final Semaphore reading = new Semaphore(1, true);

    /** @param longestReading after which what was read is handled though more comes */
    RouterThreads(Duration longestReading) {
        this.longestReading = longestReading;
    }

    ScheduledExecutorService reader(String processor) {
        return new ScheduledThreadPoolExecutor(1, new AxonThreadFactory("Coordinator[" + processor + "]")) {
            @Override
            protected void beforeExecute(Thread thread, Runnable task) {
                reading.acquireUninterruptibly();
            }

            @Override
            protected void afterExecute(Runnable task, Throwable failure) {
                reading.release();
            }

            @Override
            public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
                var millis = unit.toMillis(delay);
                return super.schedule(
                        task, millis == AXON_READS_ON_MILLIS ? READS_ON_MILLIS : millis, TimeUnit.MILLISECONDS);
            }
        };
    }

    ScheduledExecutorService handlers(String processor) {
        return new ScheduledThreadPoolExecutor(HANDLERS, new AxonThreadFactory("WorkPackage[" + processor + "]")) {
            @Override
            protected void beforeExecute(Thread thread, Runnable task) {
                try {
                    if (reading.tryAcquire(longestReading.toMillis(), TimeUnit.MILLISECONDS)) {
                        reading.release();
                    }
                } catch (InterruptedException stopped) {
                    thread.interrupt();
                }
            }
        };
    }
}
