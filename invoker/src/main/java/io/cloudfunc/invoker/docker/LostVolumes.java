package io.cloudfunc.invoker.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes the volumes of ours whose container was never made, or was removed by somebody who forgot them. */
final class LostVolumes {

    private static final Logger LOG = LoggerFactory.getLogger(LostVolumes.class);

    /** A container of a volume younger than this may still be in the making. */
    private static final Duration OLD = Duration.ofMinutes(2);

    private final DockerClient docker;
    private final Labels labels;
    private final Clock clock;

    LostVolumes(DockerClient docker, Labels labels, Clock clock) {
        this.docker = docker;
        this.labels = labels;
        this.clock = clock;
    }

    void remove() {
        var volumes = docker.listVolumesCmd()
                .withDanglingFilter(true)
                .withFilter("label", labels.asFilters())
                .exec()
                .getVolumes();
        if (volumes != null) {
            volumes.stream()
                    .filter(this::isOld)
                    .map(InspectVolumeResponse::getName)
                    .forEach(this::remove);
        }
    }

    private void remove(String name) {
        LOG.info("Removing volume {}, whose container is gone", name);
        docker.removeVolumeCmd(name).exec();
    }

    private boolean isOld(InspectVolumeResponse volume) {
        var created = volume.getRawValues().get("CreatedAt");
        return created != null
                && OffsetDateTime.parse(created.toString())
                        .toInstant()
                        .isBefore(clock.instant().minus(OLD));
    }
}
