package io.cloudfunc.invoker.engine;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.invoker.engine.InMemoryEngine.Code;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A container whose process is a lambda. */
final class InMemorySandbox implements Sandbox {

    private static final byte[] NO_LOG = new byte[0];

    private final InMemoryEngine engine;
    private final ContainerId id;
    private final Optional<Code> code;
    private final Optional<EngineException> loadFailure;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean started;
    private volatile boolean inReach = true;
    private volatile @Nullable SandboxSpec spec;
    private volatile Runnable beneath = () -> {};

    /** @param spec absent if it has no function yet */
    InMemorySandbox(
            InMemoryEngine engine,
            ContainerId id,
            @Nullable SandboxSpec spec,
            Optional<Code> code,
            Optional<EngineException> loadFailure) {
        this.engine = engine;
        this.id = id;
        this.spec = spec;
        this.code = code;
        this.loadFailure = loadFailure;
    }

    @Override
    public ContainerId id() {
        return id;
    }

    /** From now on it is that function's. */
    void claim(SandboxSpec claimed) {
        spec = claimed;
    }

    /** Closes that as well. */
    void standOn(InMemorySandbox holder) {
        beneath = holder::close;
    }

    @Override
    public void start() {
        if (isRunning()) {
            return;
        }
        CompletableFuture.anyOf(engine.startGate(), ended).join();
        if (ended.isDone()) {
            throw new EngineException(FailureKind.START_FAILED, "The container was removed while it started", NO_LOG);
        }
        started = true;
    }

    @Override
    public void awaitReady(Duration limit) {
        if (loadFailure.isPresent()) {
            end();
            throw loadFailure.get();
        }
        if (!isRunning()) {
            throw new EngineException(FailureKind.EXITED, "The process ended before it listened", NO_LOG);
        }
    }

    @Override
    public boolean isInReach() {
        return inReach;
    }

    void leaveReach() {
        inReach = false;
    }

    @Override
    public Answer call(Call call) {
        if (!inReach) {
            throw new EngineAwayException("The container engine was started again");
        }
        if (!isRunning()) {
            return exited(Duration.ZERO);
        }
        var began = System.nanoTime();
        var answer = new CompletableFuture<Answer>();
        var process = Thread.startVirtualThread(() -> run(call, answer));
        try {
            CompletableFuture.anyOf(answer, ended).get(call.timeout().toNanos(), TimeUnit.NANOSECONDS);
            return stoppedUnlessReusable(answer.getNow(exited(since(began))));
        } catch (TimeoutException late) {
            return stopped(call, since(began));
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof EngineAwayException away ? away : new IllegalStateException(failed);
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        } finally {
            process.interrupt();
        }
    }

    @Override
    public void close() {
        engine.remove(id);
        beneath.run();
    }

    /** Whether the process ran until now. */
    boolean end() {
        return ended.complete(null) && started;
    }

    OwnedContainer asOwned() {
        var claimed = spec;
        return new OwnedContainer(id, claimed == null ? null : claimed.tenant(), isRunning());
    }

    boolean isRunning() {
        return started && !ended.isDone();
    }

    private void run(Call call, CompletableFuture<Answer> answer) {
        var began = System.nanoTime();
        try {
            answer.complete(code.orElseThrow().answer(call));
        } catch (EngineAwayException noAnswer) {
            answer.completeExceptionally(noAnswer);
        } catch (Exception raised) {
            answer.complete(
                    new Answer.Fault(FailureKind.HANDLER_RAISED, raised.toString(), true, NO_LOG, since(began)));
        }
    }

    private Answer stoppedUnlessReusable(Answer answer) {
        if (!answer.reusable()) {
            end();
        }
        return answer;
    }

    private Answer stopped(Call call, Duration took) {
        end();
        var message = "The call ran longer than its timeout of %s".formatted(call.timeout());
        return new Answer.Fault(FailureKind.TIMED_OUT, message, false, NO_LOG, took);
    }

    private static Answer exited(Duration took) {
        return new Answer.Fault(FailureKind.EXITED, "The process ended during the call", false, NO_LOG, took);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
