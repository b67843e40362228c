package io.cloudfunc.invoker.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.invoker.engine.EngineException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceDirectoriesTest {

    @TempDir
    private Path data;

    private final Map<String, byte[]> stored = new HashMap<>();
    private final AtomicInteger fetched = new AtomicInteger();

    @Test
    void unpacks_a_source_readable_by_everyone() throws Exception {
        var sha256 = store(zip("function.py", "def handler(event): pass", "lib/deep/util.py", "x = 1"));

        var directory = directories().of(sha256);

        assertThat(directory).isEqualTo(code().resolve(sha256));
        assertThat(directory.resolve("function.py")).hasContent("def handler(event): pass");
        assertThat(directory.resolve("lib/deep/util.py")).hasContent("x = 1");
        assertThat(permissions(directory)).isEqualTo("rwxr-xr-x");
        assertThat(permissions(directory.resolve("lib"))).isEqualTo("rwxr-xr-x");
        assertThat(permissions(directory.resolve("lib/deep"))).isEqualTo("rwxr-xr-x");
        assertThat(permissions(directory.resolve("function.py"))).isEqualTo("rw-r--r--");
    }

    @Test
    void fetches_a_source_once_even_for_the_next_process() throws Exception {
        var sha256 = store(zip("function.py", ""));
        var directories = directories();

        directories.of(sha256);
        directories.of(sha256);
        directories().of(sha256);

        assertThat(fetched).hasValue(1);
    }

    @Test
    void leaves_nothing_half_done_behind() throws Exception {
        var sha256 = store(zip("function.py", "", "../evil", ""));

        assertLoadFails(sha256, "'../evil'");

        assertThat(code()).isEmptyDirectory();
    }

    @Test
    void refuses_names_outside_of_the_directory() throws Exception {
        assertLoadFails(store(zip("/etc/passwd", "")), "'/etc/passwd'");
        assertLoadFails(store(zip("a/../../evil", "")), "'a/../../evil'");
        assertLoadFails(store(zip("a\\b", "")), "'a\\b'");
        assertThat(data.resolve("evil")).doesNotExist();
    }

    @Test
    void refuses_names_no_file_system_takes() throws Exception {
        assertLoadFails(store(zip("x".repeat(256), "")), "at most 255 bytes");
        assertLoadFails(store(zip("x/".repeat(501) + "y", "")), "at most 1,000 characters");
    }

    @Test
    void refuses_a_name_that_is_there_already() throws Exception {
        assertLoadFails(store(zip("a", "file", "a/b", "below it")), "has 'a' twice");
    }

    @Test
    void refuses_what_unpacks_to_too_much() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("zeros"));
            var chunk = new byte[1 << 20];
            for (var written = 0L; written <= SourceArchive.MOST_BYTES; written += chunk.length) {
                zip.write(chunk);
            }
        }

        assertLoadFails(store(bytes.toByteArray()), "more than 268,435,456 bytes");
    }

    @Test
    void refuses_too_many_files() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var number = 0; number <= SourceArchive.MOST_ENTRIES; number++) {
                zip.putNextEntry(new ZipEntry("d" + number % 10 + "/" + number + "/"));
            }
        }

        assertLoadFails(store(bytes.toByteArray()), "more than 20,000 entries");
    }

    @Test
    void refuses_what_is_no_archive() throws Exception {
        assertLoadFails(store("hello".getBytes(UTF_8)), "no zip archive");
    }

    @Test
    void refuses_a_source_that_is_not_what_its_hash_says() throws Exception {
        var sha256 = "0".repeat(64);
        stored.put(sha256, zip("function.py", ""));

        assertLoadFails(sha256, "does not have the SHA-256");
    }

    @Test
    void says_that_a_source_is_not_stored() {
        assertLoadFails("1".repeat(64), "is not stored");
    }

    @Test
    void refuses_what_is_no_hash() {
        assertLoadFails("../../etc", "expected a SHA-256");
    }

    private void assertLoadFails(String sha256, String message) {
        assertThatThrownBy(() -> directories().of(sha256))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.LOAD_FAILED))
                .hasMessageContaining(message);
    }

    private Path code() {
        return data.resolve("code");
    }

    private SourceDirectories directories() {
        return new SourceDirectories(code(), sha256 -> {
            fetched.incrementAndGet();
            return Optional.ofNullable(stored.get(sha256));
        });
    }

    private String store(byte[] archive) throws Exception {
        var sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive));
        stored.put(sha256, archive);
        return sha256;
    }

    private static byte[] zip(String... namesAndContents) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var i = 0; i < namesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndContents[i]));
                zip.write(namesAndContents[i + 1].getBytes(UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
