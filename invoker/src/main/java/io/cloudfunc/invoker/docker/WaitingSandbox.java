package io.cloudfunc.invoker.docker;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.invoker.engine.EngineException;
import io.cloudfunc.invoker.engine.Prepared;
import io.cloudfunc.invoker.engine.Sandbox;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.io.IOException;

/** A container of one revision in which nothing of that revision runs yet: all that the engine has to do is done. */
final class WaitingSandbox implements Prepared {

    private final DockerSandbox sandbox;
    private final FunctionProcess process;
    private final CodeDirectory directory;
    private final Gate gate;
    private final ContainerCreation.Made made;

    WaitingSandbox(
            DockerSandbox sandbox,
            FunctionProcess process,
            CodeDirectory directory,
            Gate gate,
            ContainerCreation.Made made) {
        this.sandbox = sandbox;
        this.process = process;
        this.directory = directory;
        this.gate = gate;
        this.made = made;
    }

    @Override
    public ContainerId id() {
        return sandbox.id();
    }

    @Override
    public Sandbox claim(SandboxSpec spec) {
        if (!process.isExpectedToLive()) {
            throw unusable(new IOException("its process has ended meanwhile"));
        }
        try {
            directory.give(spec.tenant());
            if (!spec.secrets().isEmpty()) {
                made.secretDirectory().write(spec.secrets());
            }
            gate.open();
        } catch (IOException failure) {
            throw unusable(failure);
        }
        return new ClaimedSandbox(sandbox, sandbox::awaitReady);
    }

    @Override
    public void close() {
        sandbox.close();
    }

    private static EngineException unusable(IOException why) {
        return new EngineException(
                FailureKind.START_FAILED, "A container made ahead cannot be used: " + why.getMessage(), why);
    }
}
