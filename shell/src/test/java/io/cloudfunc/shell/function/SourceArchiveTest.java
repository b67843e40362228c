package io.cloudfunc.shell.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.shell.exit.CommandFailedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceArchiveTest {

    @TempDir
    Path directory;

    @Test
    void has_the_files_sorted_and_leaves_out_what_is_not_source() throws IOException {
        write("function.py", "b/util.py", "a.txt", "__pycache__/function.pyc", ".git/HEAD", "b/__pycache__/x.pyc");

        assertThat(names(SourceArchive.of(directory))).containsExactly("a.txt", "b/util.py", "function.py");
    }

    @Test
    void is_the_same_bytes_whenever_the_files_were_written() throws IOException {
        write("function.py", "b/util.py");
        var before = SourceArchive.of(directory);

        Files.setLastModifiedTime(directory.resolve("function.py"), FileTime.from(Instant.EPOCH));

        assertThat(SourceArchive.of(directory)).isEqualTo(before);
    }

    @Test
    void refuses_a_link_that_leads_out_of_the_directory() throws IOException {
        var source = Files.createDirectory(directory.resolve("source"));
        Files.writeString(directory.resolve("secret"), "x");
        Files.createSymbolicLink(source.resolve("function.py"), directory.resolve("secret"));

        assertThatThrownBy(() -> SourceArchive.of(source))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageStartingWith("source: got 'function.py -> ")
                .hasMessageEndingWith("expected no link that leads out of the directory");
    }

    @Test
    void refuses_a_directory_without_files() {
        assertThatThrownBy(() -> SourceArchive.of(directory))
                .hasMessage("directory: got '%s', expected a directory with at least one file".formatted(directory));
    }

    @Test
    void has_what_was_fetched_beside_its_own_files_which_go_first() throws IOException {
        var source = Files.createDirectory(directory.resolve("source"));
        var fetched = Files.createDirectory(directory.resolve("fetched"));
        Files.writeString(source.resolve("package.json"), "mine");
        Files.writeString(fetched.resolve("package.json"), "theirs");
        Files.writeString(fetched.resolve("module.js"), "theirs");

        var archive = SourceArchive.of(source, Optional.of(fetched));

        assertThat(names(archive)).containsExactly("module.js", "package.json");
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            zip.getNextEntry();
            zip.getNextEntry();
            assertThat(zip.readAllBytes()).asString().isEqualTo("mine");
        }
    }

    @Test
    void refuses_more_than_10_MiB() throws IOException {
        var noise = new byte[SourceArchive.LARGEST + 1];
        new Random(7).nextBytes(noise);
        Files.write(directory.resolve("noise"), noise);

        assertThatThrownBy(() -> SourceArchive.of(directory))
                .hasMessageContaining("expected a directory of at most 10 MiB when zipped");
    }

    private void write(String... names) throws IOException {
        for (var name : names) {
            var file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "content of " + name);
        }
    }

    private static List<String> names(byte[] bytes) throws IOException {
        var names = new ArrayList<String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }
}
