package io.cloudfunc.invoker.docker;

import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.invoker.engine.Answer;
import io.cloudfunc.invoker.engine.Call;
import io.cloudfunc.invoker.engine.EngineAwayException;
import io.cloudfunc.invoker.engine.EngineException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls a function's process and tells how it ended. A process that must not be called again is stopped first. */
final class FunctionCalls {

    private static final Logger LOG = LoggerFactory.getLogger(FunctionCalls.class);
    private static final Duration ENDING = Duration.ofSeconds(1);

    /**
     * What was announced comes, as a rule at once; on a machine that is short of time it took more than 100 ms. Where it
     * did not come the last time, it is not waited for that long again.
     */
    private static final Duration ANNOUNCED_LOG = Duration.ofSeconds(1);

    private static final Duration EXPECTED_LOG = Duration.ofMillis(100);
    private static final Duration OTHER_LOG = Duration.ofMillis(3);

    private final FunctionProcess process;
    private final FunctionSocket socket;
    private final Watchdog watchdog;
    private final Clock clock;

    FunctionCalls(FunctionProcess process, FunctionSocket socket, Watchdog watchdog, Clock clock) {
        this.process = process;
        this.socket = socket;
        this.watchdog = watchdog;
        this.clock = clock;
    }

    Answer make(Call call) {
        var request = new FnRequest(call, clock.instant().plus(call.timeout()));
        var began = System.nanoTime();
        FnResponse response;
        try (var guard = watchdog.guard(call.timeout(), socket::disconnect)) {
            try {
                response = socket.exchange(request.bytes(), guard);
            } catch (OutputTooLargeException tooLarge) {
                return stopped(FailureKind.OUTPUT_TOO_LARGE, String.valueOf(tooLarge.getMessage()), since(began));
            } catch (BrokenAnswerException | UntrustedPeerException broken) {
                return stopped(FailureKind.PROTOCOL_BROKEN, String.valueOf(broken.getMessage()), since(began));
            } catch (OutOfReachException lost) {
                return ended(since(began))
                        .orElseThrow(() -> new EngineAwayException(String.valueOf(lost.getMessage()), lost));
            } catch (IOException broken) {
                return guard.hasExpired() ? timedOut(call, since(began)) : disconnected(since(began));
            }
        }
        return answerTo(response);
    }

    private Answer answerTo(FnResponse response) {
        return switch (response.status()) {
            case 200 -> new Answer.Output(response.contentType(), response.body(), logOf(response), response.took());
            case 502 -> failed(response);
            case 504 ->
                stopped(FailureKind.TIMED_OUT, "The function gave up by itself, with status 504", response.took());
            default ->
                stopped(
                        FailureKind.PROTOCOL_BROKEN,
                        "The function answered with status %d; expected 200, 502 or 504".formatted(response.status()),
                        response.took());
        };
    }

    private Answer failed(FnResponse response) {
        var failure = FunctionFailure.ofCall(response.body());
        return new Answer.Fault(failure.kind(), failure.message(), true, logOf(response), response.took());
    }

    private byte[] logOf(FnResponse response) {
        var log = process.log().all();
        return response.logBytes().isPresent()
                ? log.take(response.logBytes().getAsLong(), log.isOverdue() ? EXPECTED_LOG : ANNOUNCED_LOG, OTHER_LOG)
                : log.takeUnannounced(EXPECTED_LOG, OTHER_LOG);
    }

    private Answer timedOut(Call call, Duration took) {
        return stopped(FailureKind.TIMED_OUT, "The call ran longer than its timeout of " + call.timeout(), took);
    }

    /** The process has ended, or it hung up on us and goes on. */
    private Answer disconnected(Duration took) {
        if (Thread.currentThread().isInterrupted()) {
            throw new EngineException(FailureKind.EXITED, "The wait for the answer was interrupted", new byte[0]);
        }
        return ended(took)
                .orElseGet(() -> stopped(
                        FailureKind.PROTOCOL_BROKEN,
                        "The function closed the connection before its answer ended",
                        took));
    }

    private Optional<Answer> ended(Duration took) {
        return process.awaitEnding(ENDING)
                .map(ending -> fault(
                        ending.kind(), "The function's process %s during the call".formatted(ending.words()), took));
    }

    private Answer stopped(FailureKind kind, String message, Duration took) {
        try {
            process.kill();
        } catch (EngineException failure) {
            LOG.warn(
                    "Container {} cannot be stopped; it will be tried again when it is removed: {}",
                    process.container(),
                    failure.getMessage());
        }
        return fault(kind, message, took);
    }

    private Answer.Fault fault(FailureKind kind, String message, Duration took) {
        return new Answer.Fault(kind, FunctionFailure.bounded(message), false, process.logToItsEnd(), took);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
