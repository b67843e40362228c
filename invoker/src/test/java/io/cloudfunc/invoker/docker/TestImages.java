package io.cloudfunc.invoker.docker;

import com.github.dockerjava.api.DockerClient;
import io.cloudfunc.api.function.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Images made for a test, on top of the Python runtime's, and gone after it. */
final class TestImages implements AutoCloseable {

    private final DockerClient docker;
    private final Path directory;
    private final List<ImageReference> made = new ArrayList<>();

    TestImages(DockerClient docker, Path directory) {
        this.docker = docker;
        this.directory = directory;
    }

    /** @param instruction a line of a Dockerfile */
    ImageReference with(String instruction) throws IOException {
        var context = Files.createTempDirectory(directory, "image");
        Files.writeString(context.resolve("Dockerfile"), "FROM %s\n%s\n".formatted(TestEngine.PYTHON, instruction));
        var image = new ImageReference("cloudfunc/it-%s:local".formatted(UUID.randomUUID()));
        docker.buildImageCmd(context.toFile())
                .withTags(Set.of(image.value()))
                .start()
                .awaitImageId();
        made.add(image);
        return image;
    }

    @Override
    public void close() {
        made.forEach(image -> docker.removeImageCmd(image.value()).exec());
    }
}
