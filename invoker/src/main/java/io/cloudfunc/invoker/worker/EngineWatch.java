package io.cloudfunc.invoker.worker;

import io.cloudfunc.invoker.engine.ContainerEngine;
import io.cloudfunc.invoker.pool.WarmPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when the engine goes and comes back. Warm containers may outlive its absence, so calls go on meanwhile; only
 * who needed the engine and did not get it has paused the tasks.
 */
final class EngineWatch {

    private static final Logger LOG = LoggerFactory.getLogger(EngineWatch.class);

    private final ContainerEngine engine;
    private final WarmPool pool;
    private final Runnable resumeTasks;
    private boolean away;

    /** @param resumeTasks takes tasks again if that was paused */
    EngineWatch(ContainerEngine engine, WarmPool pool, Runnable resumeTasks) {
        this.engine = engine;
        this.pool = pool;
        this.resumeTasks = resumeTasks;
    }

    /** Looks once; to be called again and again, by one thread. */
    void look() {
        if (!engine.isReachable()) {
            noticeAbsence();
            return;
        }
        if (away) {
            LOG.info("The container engine answers again");
            pool.examine();
            away = false;
        }
        resumeTasks.run();
    }

    private void noticeAbsence() {
        if (!away) {
            LOG.error("The container engine does not answer; calls that need a new container wait for it");
            away = true;
        }
    }
}
