package io.cloudfunc.invoker.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.invoker.engine.InMemoryEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BelongingsTest {

    private static final ImageReference IMAGE = new ImageReference("registry/hello:1");
    private static final byte[] ARCHIVE = archive();
    private static final String SOURCE = sha256(ARCHIVE);

    @TempDir
    private Path data;

    private final InMemoryEngine engine = new InMemoryEngine();
    private SourceDirectories sources;
    private Belongings belongings;

    @BeforeEach
    void begin() {
        sources = new SourceDirectories(data.resolve("code"), sha256 -> Optional.of(ARCHIVE));
        belongings = new Belongings(data.resolve("lives"), sources, engine);
    }

    @Test
    void go_when_their_life_is_over_and_has_no_container_any_more() {
        hasBoth("hello~1");

        belongings.collect(life -> false);
        assertNothingGone();
        belongings.leave("hello~1");
        belongings.collect(life -> life.equals("hello~1"));
        assertNothingGone();
        belongings.collect(life -> false);

        assertAllGone();
        assertThat(data.resolve("lives")).isEmptyDirectory();
    }

    @Test
    void stay_as_long_as_another_life_has_them_too() {
        hasBoth("hello~1");
        hasBoth("hello~2");

        belongings.leave("hello~1");
        belongings.collect(life -> false);
        assertNothingGone();

        belongings.leave("hello~2");
        belongings.collect(life -> false);
        assertAllGone();
    }

    @Test
    void are_known_to_the_next_process() {
        hasBoth("hello~1");
        belongings.leave("hello~1");

        new Belongings(data.resolve("lives"), sources, engine).collect(life -> false);

        assertAllGone();
    }

    @Test
    void are_tried_again_when_the_engine_is_away() {
        belongings.addImage("hello~1", IMAGE);
        belongings.leave("hello~1");

        engine.setReachable(false);
        belongings.collect(life -> false);
        engine.setReachable(true);
        belongings.collect(life -> false);

        assertThat(engine.released()).containsExactly(IMAGE);
    }

    @Test
    void of_a_life_that_had_none_are_none() {
        belongings.leave("unknown~1");
        belongings.collect(life -> false);

        assertThat(data.resolve("lives")).doesNotExist();
    }

    @Test
    void are_fetched_anew_for_who_needs_them_later() {
        hasBoth("hello~1");
        belongings.leave("hello~1");
        belongings.collect(life -> false);

        hasBoth("hello~2");

        assertThat(data.resolve("code").resolve(SOURCE)).isDirectory();
    }

    private void hasBoth(String life) {
        belongings.addImage(life, IMAGE);
        belongings.addSource(life, SOURCE);
        assertThat(sources.of(SOURCE)).isDirectoryContaining(file -> file.endsWith("function.py"));
    }

    private void assertNothingGone() {
        assertThat(engine.released()).isEmpty();
        assertThat(data.resolve("code").resolve(SOURCE)).isDirectory();
    }

    private void assertAllGone() {
        assertThat(engine.released()).containsExactly(IMAGE);
        assertThat(data.resolve("code")).isEmptyDirectory();
    }

    private static byte[] archive() {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("function.py"));
            zip.write("def handler(event): pass".getBytes(UTF_8));
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return bytes.toByteArray();
    }

    private static String sha256(byte[] archive) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
