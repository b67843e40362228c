package io.cloudfunc.invoker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.Network;
import io.cloudfunc.api.function.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlueprintTest {

    private static final ImageReference PYTHON = new ImageReference("python");
    private static final Path SOURCE = Path.of("source");
    private static final Blueprint NETWORK = new Blueprint.EmptyNetwork(PYTHON);
    private static final Blueprint RUNTIME = new Blueprint.WaitingRuntime(PYTHON, true);
    private static final Blueprint RIGID = new Blueprint.WaitingRuntime(PYTHON, false);

    @Test
    void a_runtime_suits_source_of_its_own_language_only() {
        assertThat(RUNTIME.suits(spec(PYTHON, SOURCE, Settings.DEFAULT))).isTrue();
        assertThat(RUNTIME.suits(spec(new ImageReference("node"), SOURCE, Settings.DEFAULT)))
                .isFalse();
        assertThat(RUNTIME.suits(spec(PYTHON, null, Settings.DEFAULT))).isFalse();
    }

    @Test
    void a_runtime_takes_on_limits_and_variables() {
        assertThat(RUNTIME.suits(with(settings(512, 2, 16, Network.NONE, Map.of("GREETING", "hello")))))
                .isTrue();
    }

    @Test
    void a_runtime_takes_on_no_memory_limit_that_it_may_have_passed_already() {
        assertThat(RUNTIME.suits(with(settings(64, 1, 16, Network.NONE, Map.of()))))
                .isTrue();
        assertThat(RUNTIME.suits(with(settings(63, 1, 16, Network.NONE, Map.of()))))
                .isFalse();
    }

    @Test
    void a_runtime_takes_on_no_other_tmp() {
        assertThat(RUNTIME.suits(with(settings(128, 1, 17, Network.NONE, Map.of()))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"LD_PRELOAD", "LC_ALL", "LANG", "PYTHONPATH", "NODE_OPTIONS", "TZ", "PATH"})
    void a_runtime_takes_on_no_variable_that_was_read_at_its_start(String name) {
        assertThat(RUNTIME.suits(with(settings(128, 1, 16, Network.NONE, Map.of(name, "x")))))
                .isFalse();
    }

    @Test
    void a_runtime_that_does_not_adapt_suits_default_settings_only() {
        assertThat(RIGID.suits(with(Settings.DEFAULT))).isTrue();
        assertThat(RIGID.suits(with(settings(256, 1, 16, Network.NONE, Map.of()))))
                .isFalse();
        assertThat(RIGID.suits(with(settings(128, 2, 16, Network.NONE, Map.of()))))
                .isFalse();
        assertThat(RIGID.suits(with(settings(128, 1, 16, Network.NONE, Map.of("GREETING", "hello")))))
                .isFalse();
    }

    @Test
    void an_empty_network_suits_every_function_that_reaches_nothing() {
        assertThat(NETWORK.suits(spec(new ImageReference("any"), null, Settings.DEFAULT)))
                .isTrue();
        assertThat(NETWORK.suits(with(settings(16, 1, 1, Network.NONE, Map.of("LD_PRELOAD", "x")))))
                .isTrue();
    }

    @Test
    void nothing_made_ahead_suits_a_function_that_reaches_out() {
        var egress = with(settings(128, 1, 16, Network.EGRESS, Map.of()));

        assertThat(NETWORK.suits(egress)).isFalse();
        assertThat(RUNTIME.suits(egress)).isFalse();
    }

    @Test
    void a_container_made_ahead_for_a_revision_suits_that_one_only_whatever_it_may_reach() {
        var egress = with(settings(512, 2, 1, Network.EGRESS, Map.of("LD_PRELOAD", "x")));
        var sandbox = new Blueprint.WaitingSandbox(egress);

        assertThat(sandbox.memoryMiB()).isEqualTo(512);
        assertThat(sandbox.suits(egress)).isTrue();
        assertThat(sandbox.suits(with(Settings.DEFAULT))).isFalse();
    }

    private static SandboxSpec with(Settings settings) {
        return spec(PYTHON, SOURCE, settings);
    }

    private static SandboxSpec spec(ImageReference image, @Nullable Path source, Settings settings) {
        return new SandboxSpec(new FunctionName("hello"), 1, 1, image, null, source, settings);
    }

    private static Settings settings(
            int memoryMiB, double cpus, int tmpMiB, Network network, Map<String, String> environment) {
        var rest = Settings.DEFAULT;
        return new Settings(
                memoryMiB,
                cpus,
                rest.pids(),
                tmpMiB,
                rest.timeout(),
                rest.warmFor(),
                rest.concurrency(),
                rest.maxContainers(),
                network,
                environment,
                rest.labels());
    }
}
