package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.Code;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.report.RecordRevisionFailed;
import io.cloudfunc.api.report.RecordRevisionReady;
import io.cloudfunc.api.wire.RevisionSpec;
import io.cloudfunc.invoker.broker.Verdict;
import io.cloudfunc.invoker.engine.ContainerEngine;
import io.cloudfunc.invoker.engine.EngineAwayException;
import io.cloudfunc.invoker.engine.EngineException;
import io.cloudfunc.invoker.pool.FunctionForgottenException;
import io.cloudfunc.invoker.pool.NeverFitsException;
import io.cloudfunc.invoker.pool.PoolClosedException;
import io.cloudfunc.invoker.pool.WarmPool;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out whether a revision can run: fetches its code, starts one container of it, and removes that again. */
final class Preparation {

    private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

    private final WorkerId worker;
    private final ContainerEngine engine;
    private final WarmPool pool;
    private final RevisionCode code;
    private final Reports reports;
    private final Outcomes outcomes;
    private final Clock clock;

    Preparation(
            WorkerId worker,
            ContainerEngine engine,
            WarmPool pool,
            RevisionCode code,
            Reports reports,
            Outcomes outcomes,
            Clock clock) {
        this.worker = worker;
        this.engine = engine;
        this.pool = pool;
        this.code = code;
        this.reports = reports;
        this.outcomes = outcomes;
        this.clock = clock;
    }

    Verdict prepare(RevisionSpec revision) {
        try {
            return tryOut(revision);
        } catch (FunctionForgottenException nobodyAsksAnyMore) {
            return Verdict.DONE;
        } catch (PoolClosedException | SourceUnavailableException later) {
            LOG.info("{} is not prepared now: {}", nameOf(revision), later.getMessage());
            return Verdict.GIVE_BACK;
        }
    }

    private Verdict tryOut(RevisionSpec revision) {
        try {
            var identity = code.identityOf(revision);
            pool.tryOut(revision, code.sandboxOf(revision));
            LOG.info("{} is ready", nameOf(revision));
            return reports.sendAndAwait(
                    new RecordRevisionReady(
                            revision.function(),
                            revision.life(),
                            revision.revision(),
                            identity,
                            worker,
                            clock.instant()),
                    List.of(),
                    null);
        } catch (NeverFitsException impossible) {
            return failed(revision, FailureKind.START_FAILED, String.valueOf(impossible.getMessage()), new byte[0]);
        } catch (EngineAwayException noAnswer) {
            return Verdict.GIVE_BACK_AND_PAUSE;
        } catch (EngineException failure) {
            return engine.isReachable()
                    ? failed(revision, failure.kind(), messageOf(revision, failure), failure.log())
                    : Verdict.GIVE_BACK_AND_PAUSE;
        }
    }

    private Verdict failed(RevisionSpec revision, FailureKind reason, String words, byte[] logged) {
        LOG.info("{} cannot run: {}", nameOf(revision), reason);
        var payloads = new ArrayList<Payload>(2);
        var said = outcomes.said(payloads, reason, words);
        var log = outcomes.log(payloads, logged);
        return reports.sendAndAwait(
                new RecordRevisionFailed(
                        revision.function(),
                        revision.life(),
                        revision.revision(),
                        reason,
                        said,
                        log,
                        worker,
                        clock.instant()),
                payloads,
                null);
    }

    /** An image whose contract nobody told, and that ends or is silent, may have another than {@code fn}. */
    private static String messageOf(RevisionSpec revision, EngineException failure) {
        var message = Outcomes.messageOf(failure);
        return revision.code() instanceof Code.Image image
                        && image.contract() == null
                        && (failure.kind() == FailureKind.EXITED || failure.kind() == FailureKind.START_FAILED)
                ? message + "; if the image does not speak the fn contract, name its own: http or stdio"
                : message;
    }

    private static String nameOf(RevisionSpec revision) {
        return "Revision %d of %s".formatted(revision.revision(), revision.lifeKey());
    }
}
