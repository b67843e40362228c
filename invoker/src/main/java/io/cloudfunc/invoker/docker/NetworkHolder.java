package io.cloudfunc.invoker.docker;

import com.github.dockerjava.api.DockerClient;
import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.invoker.engine.EngineException;
import io.cloudfunc.invoker.engine.Prepared;
import io.cloudfunc.invoker.engine.Sandbox;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;

/**
 * A container whose process does nothing, but keeps a network namespace with nothing in it: for one other container, which
 * is spared the making of its own.
 */
final class NetworkHolder implements Prepared {

    private final ContainerId id;
    private final DockerClient docker;
    private final OwnedContainers containers;
    private final ExitWatch exits;
    private final BiFunction<SandboxSpec, NetworkHolder, Sandbox> creation;
    private final Runnable onRemoved;
    private final AtomicBoolean removed = new AtomicBoolean();

    /**
     * @param creation creates the container that joins
     * @param onRemoved run once, when nothing of the holder is left
     */
    NetworkHolder(
            ContainerId id,
            DockerClient docker,
            OwnedContainers containers,
            ExitWatch exits,
            BiFunction<SandboxSpec, NetworkHolder, Sandbox> creation,
            Runnable onRemoved) {
        this.id = id;
        this.docker = docker;
        this.containers = containers;
        this.exits = exits;
        this.creation = creation;
        this.onRemoved = onRemoved;
    }

    @Override
    public ContainerId id() {
        return id;
    }

    void start() {
        try {
            exits.expectToLive(id);
            docker.startContainerCmd(id.value()).exec();
        } catch (RuntimeException failure) {
            throw EngineFailure.of("start the holder of a network", failure);
        }
    }

    @Override
    public Sandbox claim(SandboxSpec spec) {
        if (!exits.expectToEnd(id)) {
            throw new EngineException(
                    FailureKind.START_FAILED, "The holder of the network has ended meanwhile", new byte[0]);
        }
        return creation.apply(spec, this);
    }

    @Override
    public void close() {
        exits.expectToEnd(id);
        containers.removeOurs(id);
        if (removed.compareAndSet(false, true)) {
            onRemoved.run();
        }
    }
}
