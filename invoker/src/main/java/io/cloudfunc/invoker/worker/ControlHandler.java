package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.report.RecordContainerStopped;
import io.cloudfunc.api.wire.CancelCall;
import io.cloudfunc.api.wire.Control;
import io.cloudfunc.api.wire.ForgetFunction;
import io.cloudfunc.api.wire.RetireContainer;
import io.cloudfunc.invoker.broker.Delivery;
import io.cloudfunc.invoker.broker.MessageHandler;
import io.cloudfunc.invoker.broker.UnreadableMessageException;
import io.cloudfunc.invoker.broker.Verdict;
import io.cloudfunc.invoker.broker.WireJson;
import io.cloudfunc.invoker.engine.ContainerEngine;
import io.cloudfunc.invoker.pool.Retirement;
import io.cloudfunc.invoker.pool.WarmPool;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what routers tell this worker, or all of them. */
final class ControlHandler implements MessageHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ControlHandler.class);

    private final WireJson json;
    private final WorkerId worker;
    private final WarmPool pool;
    private final ContainerEngine engine;
    private final Reports reports;
    private final Cancellations cancellations;
    private final Belongings belongings;
    private final Clock clock;

    ControlHandler(
            WireJson json,
            WorkerId worker,
            WarmPool pool,
            ContainerEngine engine,
            Reports reports,
            Cancellations cancellations,
            Belongings belongings,
            Clock clock) {
        this.json = json;
        this.worker = worker;
        this.pool = pool;
        this.engine = engine;
        this.reports = reports;
        this.cancellations = cancellations;
        this.belongings = belongings;
        this.clock = clock;
    }

    @Override
    public Verdict handle(Delivery delivery) {
        try {
            switch (json.read(Control.class, delivery.body()).head()) {
                case RetireContainer retire -> retire(retire);
                case ForgetFunction forget -> forget(forget);
                case CancelCall cancel -> cancellations.cancel(cancel.invocation());
            }
            return Verdict.DONE;
        } catch (UnreadableMessageException broken) {
            LOG.error("An order of a router cannot be read and goes to the dead letters: {}", broken.getMessage());
            return Verdict.DEAD_LETTER;
        }
    }

    private void forget(ForgetFunction forget) {
        pool.forget(forget.lifeKey());
        belongings.leave(forget.lifeKey());
    }

    private void retire(RetireContainer retire) {
        if (pool.retire(retire.container(), retire.lease()) == Retirement.UNKNOWN) {
            reportStoppedAgain(retire);
        }
    }

    /** The router asks until it hears that the container is gone, which a crash may have kept from it. */
    private void reportStoppedAgain(RetireContainer retire) {
        try {
            engine.remove(retire.container());
        } catch (RuntimeException engineAway) {
            LOG.warn("Container {} is not removed now, the router will ask again", retire.container(), engineAway);
            return;
        }
        reports.send(new RecordContainerStopped(
                retire.container(), retire.function(), retire.life(), worker, StopReason.WORKER_LOST, clock.instant()));
    }
}
