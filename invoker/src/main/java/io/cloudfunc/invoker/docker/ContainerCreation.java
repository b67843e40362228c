package io.cloudfunc.invoker.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.invoker.engine.EngineException;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes containers. A container's name carries its user id, so that the engine itself refuses an id that another worker
 * on it has given to a container; then the next one is tried.
 */
final class ContainerCreation {

    /** @param volumes paths on this machine, there once the container is started, by where the container sees them */
    record Made(ContainerId id, int uid, Map<String, Path> volumes) {

        Path socketDirectory() {
            return Objects.requireNonNull(volumes.get(SocketDirectory.INSIDE));
        }

        SecretDirectory secretDirectory() {
            return new SecretDirectory(
                    Objects.requireNonNull(volumes.get(SecretDirectory.INSIDE)), ContainerUser.of(uid));
        }
    }

    record Unheard(ContainerId id, int uid) {}

    /** All of a container but its image and name. */
    @FunctionalInterface
    interface Recipe {
        CreateContainerCmd complete(CreateContainerCmd create, int uid);
    }

    private static final int MOST_TRIES = 1_000;

    private final DockerClient docker;
    private final Uids uids;
    private final OwnedContainers containers;

    ContainerCreation(DockerClient docker, Uids uids, OwnedContainers containers) {
        this.docker = docker;
        this.uids = uids;
        this.containers = containers;
    }

    Made make(SandboxSpec spec, List<String> environment, Isolation isolation) {
        return make(spec, environment, isolation, List.of());
    }

    /** @param arguments of the image's entry point; if empty those of the image */
    Made make(SandboxSpec spec, List<String> environment, Isolation isolation, List<String> arguments) {
        var made = make(spec.image(), (create, uid) -> {
            var isolated = isolation.applyTo(create, uid).withEnv(environment);
            return arguments.isEmpty() ? isolated : isolated.withCmd(arguments);
        });
        return new Made(made.id(), made.uid(), volumes(made));
    }

    /** Without a socket: nobody talks to its process. */
    Unheard make(ImageReference image, Recipe recipe) {
        for (var tries = 0; tries < MOST_TRIES; tries++) {
            var uid = uids.take().orElseThrow(ContainerCreation::noFreeUid);
            var id = create(image, recipe, uid);
            if (id != null) {
                return new Unheard(id, uid);
            }
        }
        throw noFreeUid();
    }

    /** Null if the user id is another container's. */
    private @Nullable ContainerId create(ImageReference image, Recipe recipe, int uid) {
        try {
            var create = docker.createContainerCmd(image.value()).withName("cloudfunc-" + uid);
            return new ContainerId(recipe.complete(create, uid).exec().getId());
        } catch (ConflictException taken) {
            uids.giveBack(uid);
            return null;
        } catch (RuntimeException failure) {
            uids.giveBack(uid);
            throw EngineFailure.isNoSuchImage(failure)
                    ? EngineFailure.imageMissing(image, " any more")
                    : EngineFailure.of("create a container of image '%s'".formatted(image), failure);
        }
    }

    private Map<String, Path> volumes(Unheard made) {
        try {
            var mounts = Optional.ofNullable(
                            docker.inspectContainerCmd(made.id().value()).exec().getMounts())
                    .orElse(List.of());
            var volumes = mounts.stream()
                    .filter(ContainerCreation::isEntered)
                    .collect(Collectors.toMap(
                            ContainerCreation::inside, mount -> Path.of(String.valueOf(mount.getSource()))));
            if (!volumes.containsKey(SocketDirectory.INSIDE)) {
                throw new IllegalStateException("the engine made no socket directory");
            }
            return volumes;
        } catch (RuntimeException failure) {
            containers.removeOurs(made.id());
            uids.giveBack(made.uid());
            throw EngineFailure.of("create a container", failure);
        }
    }

    private static boolean isEntered(InspectContainerResponse.Mount mount) {
        var inside = inside(mount);
        return inside.equals(SocketDirectory.INSIDE) || inside.equals(SecretDirectory.INSIDE);
    }

    private static String inside(InspectContainerResponse.Mount mount) {
        var destination = mount.getDestination();
        return destination == null ? "" : destination.getPath();
    }

    private static EngineException noFreeUid() {
        return new EngineException(
                FailureKind.START_FAILED, "No user id is left for another container on this engine", new byte[0]);
    }
}
