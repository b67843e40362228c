package io.cloudfunc.invoker.router;

import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.util.function.Supplier;
import org.axonframework.deadline.dbscheduler.DbSchedulerBinaryDeadlineDetails;
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
    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** What fires them. One that fails, since something that it needs is away, fires again soon. */
    static Task<DbSchedulerBinaryDeadlineDetails> task(Supplier<DbSchedulerDeadlineManager> timers) {
        var once = binaryTask(timers);
        return Tasks.oneTime(once.getName(), DbSchedulerBinaryDeadlineDetails.class)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(AGAIN))
                .execute(once::execute);
    }

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
