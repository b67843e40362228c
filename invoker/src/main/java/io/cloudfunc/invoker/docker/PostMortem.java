package io.cloudfunc.invoker.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.NotFoundException;
import io.cloudfunc.api.container.ContainerId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Finds out how a container's process ended. */
final class PostMortem {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private final DockerClient docker;

    PostMortem(DockerClient docker) {
        this.docker = docker;
    }

    /** Waits for the end, since a connection breaks some time before the engine knows why; empty if it still runs. */
    Optional<Ending> of(ContainerId container, Duration patience) {
        var began = System.nanoTime();
        var ending = look(container);
        while (ending.isEmpty() && System.nanoTime() - began < patience.toNanos()) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            ending = look(container);
        }
        return ending;
    }

    private Optional<Ending> look(ContainerId container) {
        try {
            return ending(docker.inspectContainerCmd(container.value()).exec().getState());
        } catch (NotFoundException gone) {
            return Optional.of(new Ending.Gone());
        } catch (RuntimeException failure) {
            throw EngineFailure.of("tell how a container ended", failure);
        }
    }

    private static Optional<Ending> ending(ContainerState state) {
        if (Boolean.TRUE.equals(state.getRunning())) {
            return Optional.empty();
        }
        if (Boolean.TRUE.equals(state.getOOMKilled())) {
            return Optional.of(new Ending.OutOfMemory());
        }
        var code = state.getExitCodeLong();
        return Optional.of(new Ending.Exited(code == null ? 0 : code));
    }
}
