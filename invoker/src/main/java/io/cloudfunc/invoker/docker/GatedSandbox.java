package io.cloudfunc.invoker.docker;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.invoker.engine.Answer;
import io.cloudfunc.invoker.engine.Call;
import io.cloudfunc.invoker.engine.EngineException;
import io.cloudfunc.invoker.engine.Sandbox;
import io.cloudfunc.invoker.engine.SecretFile;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A container whose command waits until the function's secrets are there, so that it finds them however early it looks. */
final class GatedSandbox implements Sandbox {

    private static final Duration REACHES_GATE = Duration.ofSeconds(30);

    private final DockerSandbox sandbox;
    private final Gate gate;
    private final SecretDirectory directory;
    private final List<SecretFile> secrets;

    GatedSandbox(DockerSandbox sandbox, Gate gate, SecretDirectory directory, List<SecretFile> secrets) {
        this.sandbox = sandbox;
        this.gate = gate;
        this.directory = directory;
        this.secrets = secrets;
    }

    @Override
    public ContainerId id() {
        return sandbox.id();
    }

    @Override
    public void start() {
        sandbox.start();
        gate.await(REACHES_GATE);
        try {
            directory.write(secrets);
            gate.open();
        } catch (IOException failure) {
            throw new EngineException(
                    FailureKind.START_FAILED, "The secrets' files cannot be written: " + failure.getMessage(), failure);
        }
    }

    @Override
    public void awaitReady(Duration limit) {
        sandbox.awaitReady(limit);
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
