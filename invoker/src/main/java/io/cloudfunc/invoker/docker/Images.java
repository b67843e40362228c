package io.cloudfunc.invoker.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.invoker.engine.EngineException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The images an engine has, and those that a registry can give it. */
final class Images {

    private static final Logger LOG = LoggerFactory.getLogger(Images.class);

    /** Ids of the engine's own, and the tag of what was built on this machine. */
    private static final Pattern NEVER_IN_A_REGISTRY = Pattern.compile("(sha256:)?[0-9a-f]{64}|.*:local");

    private static final Pattern WITH_TAG_OR_DIGEST = Pattern.compile(".*(@sha256:[0-9a-f]{64}|:[^/]+)");

    /** Repository of the names by which an engine itself tells that a worker has pulled an image. */
    private static final String PULLED = "cloudfunc/pulled";

    private final DockerClient docker;
    private final DockerClient streaming;
    private final Duration pullLimit;
    private final Labels labels;

    Images(DockerClient docker, DockerClient streaming, Duration pullLimit, Labels labels) {
        this.docker = docker;
        this.streaming = streaming;
        this.pullLimit = pullLimit;
        this.labels = labels;
    }

    /**
     * What the engine knows of an image, after it was fetched from its registry if need be.
     *
     * @throws EngineException with {@code IMAGE_MISSING}
     */
    InspectImageResponse find(ImageReference image) {
        return inspect(image).orElseGet(() -> pulled(image));
    }

    /** The registry's digest if there is one, else the engine's own id. */
    static String identity(InspectImageResponse image) {
        var digests = Optional.ofNullable(image.getRepoDigests()).orElse(List.of());
        return digests.stream().sorted().findFirst().orElseGet(() -> String.valueOf(image.getId()));
    }

    /** Paths that the image wants volumes at. */
    static Set<String> volumes(InspectImageResponse image) {
        var config = image.getConfig();
        var volumes = config == null ? null : config.getVolumes();
        return volumes == null ? Set.of() : Set.copyOf(volumes.keySet());
    }

    /** Removes an image that we pulled, if it has no other name; false if it has a container. */
    boolean release(ImageReference image) {
        var mark = new ImageReference(PULLED + ":" + markOf(image));
        var ours = inspect(mark).filter(pulled -> isOnlyNamed(pulled, image, mark));
        if (ours.filter(this::isInUse).isPresent()) {
            return false;
        }
        if (ours.isPresent()) {
            remove(mark);
            remove(image);
        }
        return true;
    }

    private static boolean isOnlyNamed(InspectImageResponse pulled, ImageReference image, ImageReference mark) {
        var names = Optional.ofNullable(pulled.getRepoTags()).orElse(List.of());
        return Set.of(withTag(image), mark.value()).containsAll(names);
    }

    private boolean isInUse(InspectImageResponse image) {
        return !docker.listContainersCmd()
                .withShowAll(true)
                .withAncestorFilter(List.of(String.valueOf(image.getId())))
                .exec()
                .isEmpty();
    }

    private void remove(ImageReference image) {
        try {
            docker.removeImageCmd(image.value()).exec();
        } catch (NotFoundException gone) {
            // as it is to be
        } catch (RuntimeException failure) {
            throw EngineFailure.of("remove image '%s'".formatted(image), failure);
        }
    }

    private String markOf(ImageReference image) {
        var whose = labels.ofOwner() + " " + image;
        return UUID.nameUUIDFromBytes(whose.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private Optional<InspectImageResponse> inspect(ImageReference image) {
        try {
            return Optional.of(docker.inspectImageCmd(image.value()).exec());
        } catch (NotFoundException notThere) {
            return Optional.empty();
        } catch (RuntimeException failure) {
            throw EngineFailure.of("look for image '%s'".formatted(image), failure);
        }
    }

    private InspectImageResponse pulled(ImageReference image) {
        if (pullLimit.isZero() || NEVER_IN_A_REGISTRY.matcher(image.value()).matches()) {
            throw EngineFailure.imageMissing(image, "; expected one that is there, or that a registry has");
        }
        pull(image);
        mark(image);
        return inspect(image).orElseThrow(() -> EngineFailure.imageMissing(image, ", even after it was pulled"));
    }

    /** Not having been marked only means that it stays. */
    private void mark(ImageReference image) {
        try {
            docker.tagImageCmd(image.value(), PULLED, markOf(image)).exec();
        } catch (RuntimeException failure) {
            LOG.warn("Image {} will stay when its functions are removed: {}", image, EngineFailure.reason(failure));
        }
    }

    private void pull(ImageReference image) {
        try (var pull = streaming.pullImageCmd(withTag(image)).exec(new Pull())) {
            if (!pull.awaitEnd(pullLimit)) {
                throw EngineFailure.imageMissing(image, ", and its registry did not give it within " + pullLimit);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw EngineFailure.imageMissing(image, ", and the wait for its registry was interrupted");
        } catch (EngineException known) {
            throw known;
        } catch (RuntimeException failure) {
            throw EngineFailure.imageMissing(image, ", nor could it be pulled: " + EngineFailure.reason(failure));
        }
    }

    /** Without a tag the engine would pull all there are. */
    private static String withTag(ImageReference image) {
        return WITH_TAG_OR_DIGEST.matcher(image.value()).matches() ? image.value() : image.value() + ":latest";
    }

    /** Fails as soon as the engine says in a line of its progress that it failed. */
    private static final class Pull extends Following<PullResponseItem> {
        @Override
        public void onNext(PullResponseItem item) {
            var error = item.getErrorDetail();
            if (error != null) {
                onError(new IllegalStateException(String.valueOf(error.getMessage())));
            }
        }
    }
}
