package io.cloudfunc.invoker.docker;

import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.invoker.engine.EngineAwayException;
import io.cloudfunc.invoker.engine.EngineException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Waits until a function listens, or finds out why it never will. */
final class Readiness {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(1);
    private static final Duration ENDING = Duration.ofSeconds(1);

    /** Exit code of our runtimes when the source cannot be loaded; {@code EX_DATAERR} of sysexits.h. */
    private static final int CANNOT_LOAD = 65;

    private static final int LOADED = 200;

    private final FunctionProcess process;
    private final FunctionSocket socket;
    private final Watchdog watchdog;

    Readiness(FunctionProcess process, FunctionSocket socket, Watchdog watchdog) {
        this.process = process;
        this.socket = socket;
        this.watchdog = watchdog;
    }

    void await(Duration limit) {
        try (var guard = watchdog.guard(limit, socket::disconnect)) {
            while (!socket.tryToConnect(guard)) {
                throwIfEnded();
                throwIfLate(guard, limit);
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
        } catch (UntrustedPeerException refused) {
            throw stopped(String.valueOf(refused.getMessage()));
        }
    }

    /** Lets a waiting runtime load its source. */
    void load(LoadRequest request, Duration limit) {
        try (var guard = watchdog.guard(limit, socket::disconnect)) {
            try {
                throwUnlessLoaded(socket.exchange(request.bytes(), guard).status());
            } catch (UntrustedPeerException refused) {
                throw stopped(String.valueOf(refused.getMessage()));
            } catch (OutOfReachException enginesFault) {
                throw new EngineAwayException("The runtime is out of reach since the engine died", enginesFault);
            } catch (IOException broken) {
                throwIfLate(guard, limit);
                throw process.awaitEnding(ENDING)
                        .map(this::whyItEnded)
                        .orElseGet(() -> stopped("The runtime hung up while it loaded the source"));
            }
        }
    }

    private void throwUnlessLoaded(int status) {
        if (status != LOADED) {
            throw stopped("The runtime refused its source with status %d; expected %d".formatted(status, LOADED));
        }
    }

    private void throwIfEnded() {
        if (process.log().all().hasEnded()) {
            process.awaitEnding(ENDING).ifPresent(ending -> {
                throw whyItEnded(ending);
            });
        }
    }

    private void throwIfLate(Watchdog.Guard guard, Duration limit) {
        if (guard.hasExpired()) {
            throw stopped("The function did not listen within " + limit);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw stopped("The wait for the function to listen was interrupted");
        }
    }

    private EngineException whyItEnded(Ending ending) {
        var log = process.logToItsEnd();
        return loadFailure(ending)
                .map(said -> new EngineException(said.kind(), said.message(), FunctionFailure.notSaidIn(log)))
                .orElseGet(() -> new EngineException(
                        ending.kind(), "The function's process %s before it listened".formatted(ending.words()), log));
    }

    private Optional<FunctionFailure> loadFailure(Ending ending) {
        return ending instanceof Ending.Exited exited && exited.code() == CANNOT_LOAD
                ? FunctionFailure.ofLoading(process.log().errors().takeAfter(Duration.ZERO))
                : Optional.empty();
    }

    private EngineException stopped(String why) {
        process.kill();
        return new EngineException(FailureKind.START_FAILED, FunctionFailure.bounded(why), process.logToItsEnd());
    }
}
