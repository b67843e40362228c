package io.cloudfunc.invoker.docker;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.invoker.engine.Answer;
import io.cloudfunc.invoker.engine.Call;
import io.cloudfunc.invoker.engine.Sandbox;
import java.time.Duration;
import java.util.function.Consumer;

/** A container that ran before it had a function. */
final class ClaimedSandbox implements Sandbox {

    private final DockerSandbox sandbox;
    private final Consumer<Duration> readiness;

    /** @param readiness waits for it until that time has passed */
    ClaimedSandbox(DockerSandbox sandbox, Consumer<Duration> readiness) {
        this.sandbox = sandbox;
        this.readiness = readiness;
    }

    @Override
    public ContainerId id() {
        return sandbox.id();
    }

    @Override
    public void start() {
        // it runs
    }

    @Override
    public void awaitReady(Duration limit) {
        readiness.accept(limit);
    }

    @Override
    public boolean isInReach() {
        return sandbox.isInReach();
    }

    @Override
    public Answer call(Call call) {
        return sandbox.call(call);
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
