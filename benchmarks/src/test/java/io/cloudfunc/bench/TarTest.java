package io.cloudfunc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarTest {

    @TempDir
    private Path directory;

    @Test
    void is_unpacked_by_tar_itself() throws IOException, InterruptedException {
        var archive = Files.write(directory.resolve("a.tar"), Tar.of(Map.of("hello.txt", "Hello!")));

        var unpacked = new ProcessBuilder("tar", "-xOf", archive.toString(), "hello.txt").start();

        assertThat(unpacked.getInputStream().readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("Hello!");
        assertThat(unpacked.waitFor()).isZero();
    }
}
