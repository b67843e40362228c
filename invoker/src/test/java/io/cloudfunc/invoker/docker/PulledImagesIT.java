package io.cloudfunc.invoker.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.NotFoundException;
import io.cloudfunc.api.function.Contract;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An image that a worker pulled goes when nobody has it any more; any other never does. */
class PulledImagesIT extends RealEngine {

    private TestRegistry registry;
    private ImageReference image;

    @BeforeEach
    void registryHasAnImage() throws IOException {
        registry = new TestRegistry();
        image = registry.image("hello");
    }

    @AfterEach
    void nothingStays() {
        registry.close();
        outside.working().listImagesCmd().exec().stream()
                .filter(one ->
                        one.getRepoTags() != null && List.of(one.getRepoTags()).contains(image.value()))
                .forEach(one -> outside.working()
                        .removeImageCmd(one.getId())
                        .withForce(true)
                        .exec());
    }

    @Test
    void is_removed_with_all_its_names() {
        var identity = engine.identify(image);
        assertThat(identity).contains("@sha256:");
        var id = idOf(image);

        engine.release(image);

        assertThat(isThere(image.value())).isFalse();
        assertThat(isThere(id)).isFalse();
        engine.release(image);
    }

    @Test
    void is_pulled_again_when_it_is_needed_again() {
        engine.identify(image);
        engine.release(image);

        assertThat(engine.identify(image)).contains("@sha256:");
    }

    @Test
    void stays_when_somebody_else_had_it_before() throws InterruptedException {
        outside.streaming().pullImageCmd(image.value()).start().awaitCompletion();

        engine.identify(image);
        engine.release(image);

        assertThat(isThere(image.value())).isTrue();
    }

    @Test
    void stays_when_somebody_gave_it_another_name() {
        engine.identify(image);
        outside.working().tagImageCmd(image.value(), "somebodys/own", "1").exec();

        engine.release(image);

        assertThat(isThere(image.value())).isTrue();
        outside.working().removeImageCmd("somebodys/own:1").exec();
        engine.release(image);
        assertThat(isThere(image.value())).isFalse();
    }

    @Test
    void stays_while_a_container_is_made_of_it() {
        var function = TestEngine.spec("guest", directory).function();
        var spec = new SandboxSpec(function, 1, 1, image, Contract.FN, null, Settings.DEFAULT);
        try (var sandbox = engine.create(spec)) {
            assertThat(engine.release(image)).isFalse();

            assertThat(inspect(sandbox.id()).getImageId()).isEqualTo(idOf(image));
        }
        assertThat(engine.release(image)).isTrue();
        assertThat(isThere(image.value())).isFalse();
    }

    private String idOf(ImageReference of) {
        return outside.working().inspectImageCmd(of.value()).exec().getId();
    }

    private boolean isThere(String name) {
        try {
            outside.working().inspectImageCmd(name).exec();
            return true;
        } catch (NotFoundException gone) {
            return false;
        }
    }
}
