package io.cloudfunc.query.rebuild;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.AxonException;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.serialization.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Has a rebuild that was asked for carried out, in a thread of its own, whichever process was asked; also one that another
 * process left half done, as soon as its claim has passed.
 */
@Component
class RebuildWatch implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RebuildWatch.class);
    private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(10);

    private final Rebuilds rebuilds;
    private final Rebuilder rebuilder;
    private final ShadowTables tables;
    private volatile CountDownLatch stop = new CountDownLatch(0);
    private volatile @Nullable Thread worker;
    private volatile boolean leftOvers = true;

    RebuildWatch(Rebuilds rebuilds, Rebuilder rebuilder, ShadowTables tables) {
        this.rebuilds = rebuilds;
        this.rebuilder = rebuilder;
        this.tables = tables;
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
    synchronized void look() {
        if (!isRunning() || isWorking()) {
            return;
        }
        try {
            rebuilds.underWay().ifPresentOrElse(this::begin, this::tidyUp);
        } catch (DataAccessException notNow) {
            LOG.debug("The rebuilds are looked at again in a second", notNow);
        }
    }

    private boolean isWorking() {
        var present = worker;
        return present != null && present.isAlive();
    }

    private void begin(Rebuild rebuild) {
        leftOvers = true;
        worker = Thread.ofPlatform().name("rebuild").daemon().start(() -> carryOut(rebuild));
    }

    private void tidyUp() {
        if (leftOvers) {
            tables.dropLeftOvers();
            leftOvers = false;
        }
    }

    private void carryOut(Rebuild rebuild) {
        try {
            rebuilder.carryOut(rebuild, stop);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (UnableToClaimTokenException elsewhere) {
            LOG.debug("{} is carried out by another process", rebuild.processor());
        } catch (RuntimeException failed) {
            if (mayPass(failed)) {
                LOG.warn("{} is gone on with in a second", rebuild.processor(), failed);
            } else {
                LOG.error("{} failed; the views in use stay", rebuild.processor(), failed);
                rebuilder.giveUp(rebuild, String.valueOf(failed.getMessage()));
            }
        }
    }

    private static boolean mayPass(RuntimeException failure) {
        return switch (failure) {
            case SerializationException unreadable -> false;
            case AxonException store -> true;
            case TransactionException notBegun -> true;
            case TransientDataAccessException transientOne -> true;
            case NonTransientDataAccessResourceException away -> true;
            default -> false;
        };
    }

    @Override
    public void start() {
        stop = new CountDownLatch(1);
    }

    /** A part that is under way is ended; the rest is gone on with by whoever runs next. */
    @Override
    public void stop() {
        stop.countDown();
        var present = worker;
        if (present != null) {
            try {
                present.join(PATIENCE_AT_STOP);
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return stop.getCount() > 0;
    }
}
