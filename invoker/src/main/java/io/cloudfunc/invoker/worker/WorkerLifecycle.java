package io.cloudfunc.invoker.worker;

import io.cloudfunc.invoker.broker.SlotConsumer;
import io.cloudfunc.invoker.engine.ContainerEngine;
import io.cloudfunc.invoker.pool.WarmPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * From the first task to the last. A worker begins when the engine answers and what an earlier process left is removed.
 * It stops before the other parts of its application: first it takes no more, then running calls may end, then every
 * container goes and the last reports leave.
 */
final class WorkerLifecycle implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerLifecycle.class);
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration BETWEEN_COLLECTIONS = Duration.ofSeconds(10);
    private static final Duration ORDERS_END = Duration.ofMillis(500);
    private static final Duration CONTAINERS_GO = Duration.ofSeconds(6);
    private static final Duration REPORTS_LEAVE = Duration.ofSeconds(2);

    private final ContainerEngine engine;
    private final WarmPool pool;
    private final Reaper reaper;
    private final EngineWarmUp warmUp;
    private final Belongings belongings;
    private final Reports reports;
    private final SlotConsumer orders;
    private final List<SlotConsumer> tasks;
    private final OwnCalls ownCalls;
    private final DirectLane lane;
    private final Duration drainLimit;
    private final EngineWatch watch;
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("worker-rounds").factory());
    private final AtomicBoolean making = new AtomicBoolean();
    private volatile boolean begun;
    private volatile boolean running;

    WorkerLifecycle(
            ContainerEngine engine,
            WarmPool pool,
            Reaper reaper,
            EngineWarmUp warmUp,
            Belongings belongings,
            Reports reports,
            SlotConsumer orders,
            List<SlotConsumer> tasks,
            OwnCalls ownCalls,
            DirectLane lane,
            Duration drainLimit) {
        this.engine = engine;
        this.pool = pool;
        this.reaper = reaper;
        this.warmUp = warmUp;
        this.belongings = belongings;
        this.reports = reports;
        this.orders = orders;
        this.tasks = List.copyOf(tasks);
        this.ownCalls = ownCalls;
        this.lane = lane;
        this.drainLimit = drainLimit;
        this.watch = new EngineWatch(engine, pool, () -> tasks.forEach(SlotConsumer::resume));
    }

    /** Returns at once: the engine and the broker may come later. */
    @Override
    public void start() {
        running = true;
        engine.onExit(pool::exited);
        rounds.scheduleWithFixedDelay(this::goRound, 0, ROUND.toMillis(), TimeUnit.MILLISECONDS);
        rounds.scheduleWithFixedDelay(this::collect, 0, BETWEEN_COLLECTIONS.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        running = false;
        try {
            endRounds();
            if (begun) {
                orders.stop(ORDERS_END);
                stopTasks();
            }
            if (!pool.close(CONTAINERS_GO)) {
                LOG.warn("Some containers are left; the next start of this worker removes them");
            }
            if (!reports.flush(REPORTS_LEAVE)) {
                LOG.warn("Some reports are not confirmed; what they tell is found out at the next start");
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } finally {
            reports.close();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** All at the same time: each may take until the limit. */
    private void stopTasks() {
        try (var stops = Executors.newVirtualThreadPerTaskExecutor()) {
            tasks.forEach(queue -> stops.execute(() -> queue.stop(drainLimit)));
            stops.execute(() -> ownCalls.stop(drainLimit));
            stops.execute(() -> lane.stop(drainLimit));
        }
    }

    private void endRounds() throws InterruptedException {
        rounds.shutdown();
        if (!rounds.awaitTermination(ROUND.toMillis(), TimeUnit.MILLISECONDS)) {
            rounds.shutdownNow();
        }
    }

    private void collect() {
        try {
            if (begun) {
                belongings.collect(pool::hasContainersOf);
            }
        } catch (RuntimeException failure) {
            LOG.warn("What removed functions had was not looked for, next try in {}", BETWEEN_COLLECTIONS, failure);
        }
    }

    private void goRound() {
        try {
            watch.look();
            if (begun) {
                pool.tidy();
                makeAhead();
            } else if (engine.isReachable()) {
                begin();
            }
        } catch (RuntimeException failure) {
            LOG.warn("The worker's round failed, the next one is in {}", ROUND, failure);
        }
    }

    /** At most once at a time. */
    private void makeAhead() {
        if (making.compareAndSet(false, true)) {
            Thread.ofVirtual().name("worker-making-ahead").start(() -> {
                try {
                    pool.makeAhead();
                } finally {
                    making.set(false);
                }
            });
        }
    }

    private void begin() {
        reaper.reap();
        orders.start();
        tasks.forEach(SlotConsumer::start);
        ownCalls.start();
        lane.start();
        begun = true;
        Thread.startVirtualThread(warmUp::run);
    }
}
