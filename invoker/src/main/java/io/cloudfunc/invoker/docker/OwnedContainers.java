package io.cloudfunc.invoker.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import io.cloudfunc.api.container.ContainerId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The containers with our labels, whoever's process made them; no other is ever touched. */
final class OwnedContainers {

    private final DockerClient docker;
    private final Labels labels;

    OwnedContainers(DockerClient docker, Labels labels) {
        this.docker = docker;
        this.labels = labels;
    }

    List<Container> list() {
        try {
            return docker.listContainersCmd()
                    .withShowAll(true)
                    .withLabelFilter(labels.ofOwner())
                    .exec();
        } catch (RuntimeException failure) {
            throw EngineFailure.of("list containers", failure);
        }
    }

    /** Stops at once and removes, with its volume. Returns its labels; empty for what is gone or not ours and left alone. */
    Optional<Map<String, String>> remove(ContainerId container) {
        try {
            var ours = labelsOf(container).filter(labels::areOurs);
            if (ours.isPresent()) {
                removeOurs(container);
            }
            return ours;
        } catch (RuntimeException failure) {
            throw EngineFailure.of("remove a container", failure);
        }
    }

    void removeOurs(ContainerId container) {
        try {
            docker.removeContainerCmd(container.value())
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (NotFoundException | ConflictException goneOrGoing) {
            // somebody else removed it, or does so now
        } catch (RuntimeException failure) {
            throw EngineFailure.of("remove a container", failure);
        }
    }

    /** Stops at once. */
    void kill(ContainerId container) {
        try {
            docker.killContainerCmd(container.value()).exec();
        } catch (NotFoundException | ConflictException notRunning) {
            // it ended by itself
        } catch (RuntimeException failure) {
            throw EngineFailure.of("stop a container", failure);
        }
    }

    private Optional<Map<String, String>> labelsOf(ContainerId container) {
        try {
            var config = docker.inspectContainerCmd(container.value()).exec().getConfig();
            return Optional.ofNullable(config.getLabels());
        } catch (NotFoundException gone) {
            return Optional.empty();
        }
    }
}
