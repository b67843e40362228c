package io.cloudfunc.invoker.engine;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.invocation.FailureKind;

/** Made ahead in memory. */
final class InMemoryPrepared implements Prepared {

    private final InMemoryEngine engine;
    private final InMemorySandbox made;
    private final Blueprint blueprint;

    InMemoryPrepared(InMemoryEngine engine, InMemorySandbox made, Blueprint blueprint) {
        this.engine = engine;
        this.made = made;
        this.blueprint = blueprint;
    }

    @Override
    public ContainerId id() {
        return made.id();
    }

    @Override
    public Sandbox claim(SandboxSpec spec) {
        if (!made.isRunning()) {
            throw new EngineException(FailureKind.START_FAILED, "It has ended meanwhile", new byte[0]);
        }
        return switch (blueprint) {
            case Blueprint.WaitingRuntime runtime -> claimRunning(spec);
            case Blueprint.WaitingSandbox sandbox -> claimRunning(spec);
            case Blueprint.EmptyNetwork network -> createIn(spec);
        };
    }

    @Override
    public void close() {
        made.close();
    }

    private Sandbox claimRunning(SandboxSpec spec) {
        made.claim(spec);
        return made;
    }

    private Sandbox createIn(SandboxSpec spec) {
        var created = (InMemorySandbox) engine.create(spec);
        created.standOn(made);
        return created;
    }
}
