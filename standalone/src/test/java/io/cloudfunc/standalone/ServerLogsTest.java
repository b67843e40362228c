package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogsTest {

    @TempDir
    Path directory;

    @Test
    void what_was_written_last_is_the_end() throws IOException {
        var log = directory.resolve("server.log");
        Files.write(
                log,
                IntStream.rangeClosed(1, 100).mapToObj("line %d"::formatted).toList());

        assertThat(ServerLogs.endOf(log).lines())
                .hasSize(60)
                .startsWith("line 41")
                .endsWith("line 100");
        assertThat(ServerLogs.endOf(directory.resolve("none"))).isEmpty();
    }
}
