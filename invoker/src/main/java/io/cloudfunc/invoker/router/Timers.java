package io.cloudfunc.invoker.router;

import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import org.axonframework.deadline.dbscheduler.DbSchedulerDeadlineManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Persistent timers. One that can no longer be cancelled, since it fires just now, has fired, or was being fired by a
 * process that died, is left alone: firing needlessly is harmless, whereas failing would stop the router at that event
 * until the scheduler takes the dead process's timers back.
 */
final class Timers extends DbSchedulerDeadlineManager {

    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);

    Timers(Builder builder) {
        super(builder);
    }

    @Override
    protected void runOnPrepareCommitOrNow(Runnable change) {
        super.runOnPrepareCommitOrNow(() -> {
            try {
                change.run();
            } catch (TaskInstanceCurrentlyExecutingException | TaskInstanceNotFoundException tooLate) {
                LOG.debug("A timer is not cancelled", tooLate);
            }
        });
    }
}
