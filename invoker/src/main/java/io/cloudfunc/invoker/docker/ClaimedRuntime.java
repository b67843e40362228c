package io.cloudfunc.invoker.docker;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.invoker.engine.Answer;
import io.cloudfunc.invoker.engine.Call;
import io.cloudfunc.invoker.engine.Sandbox;
import java.time.Duration;

/** A container whose process ran before it had a function. */
final class ClaimedRuntime implements Sandbox {

    private final DockerSandbox sandbox;
    private final LoadRequest request;

    ClaimedRuntime(DockerSandbox sandbox, LoadRequest request) {
        this.sandbox = sandbox;
        this.request = request;
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
        sandbox.load(request, limit);
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
