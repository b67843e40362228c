package io.cloudfunc.invoker.docker;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.invoker.engine.Answer;
import io.cloudfunc.invoker.engine.Call;
import io.cloudfunc.invoker.engine.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** A container of Docker's. */
final class DockerSandbox implements Sandbox {

    private final FunctionProcess process;
    private final FunctionSocket socket;
    private final Readiness readiness;
    private final FunctionCalls calls;
    private final Runnable beneath;
    private final Runnable onRemoved;
    private final AtomicBoolean removed = new AtomicBoolean();

    /**
     * @param beneath removes what the container stands on; run whenever the container is removed
     * @param onRemoved run once, when nothing of the container is left
     */
    DockerSandbox(
            FunctionProcess process,
            FunctionSocket socket,
            Watchdog watchdog,
            Clock clock,
            Runnable beneath,
            Runnable onRemoved) {
        this.process = process;
        this.socket = socket;
        this.readiness = new Readiness(process, socket, watchdog);
        this.calls = new FunctionCalls(process, socket, watchdog, clock);
        this.beneath = beneath;
        this.onRemoved = onRemoved;
    }

    @Override
    public ContainerId id() {
        return process.container();
    }

    @Override
    public void start() {
        process.start();
    }

    @Override
    public void awaitReady(Duration limit) {
        readiness.await(limit);
    }

    /** In the place of {@link #awaitReady} for a runtime that was ready before it had a source. */
    void load(LoadRequest request, Duration limit) {
        readiness.load(request, limit);
    }

    @Override
    public boolean isInReach() {
        return socket.isInReach();
    }

    @Override
    public Answer call(Call call) {
        return calls.make(call);
    }

    @Override
    public void close() {
        process.remove();
        beneath.run();
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            if (removed.compareAndSet(false, true)) {
                onRemoved.run();
            }
        }
    }
}
