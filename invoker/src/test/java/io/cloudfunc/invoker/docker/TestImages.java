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

    /** @param instruction lines of a Dockerfile */
    ImageReference with(String instruction) throws IOException {
        return with(instruction, Files.createTempDirectory(directory, "image"));
    }

    /** An image whose command is this Python program, without our runtime. */
    ImageReference withProgram(String python) throws IOException {
        var context = Files.createTempDirectory(directory, "image");
        Files.writeString(context.resolve("program.py"), python);
        return with("COPY program.py /program.py\nENTRYPOINT [\"python3\", \"-u\"]\nCMD [\"/program.py\"]", context);
    }

    private ImageReference with(String instruction, Path context) throws IOException {
        return of(TestEngine.PYTHON, instruction, context);
    }

    /** @param context directory that the instruction copies from */
    ImageReference of(ImageReference base, String instruction, Path context) throws IOException {
        Files.writeString(context.resolve("Dockerfile"), "FROM %s\n%s\n".formatted(base, instruction));
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
