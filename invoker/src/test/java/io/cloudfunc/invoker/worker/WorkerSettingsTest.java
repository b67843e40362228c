package io.cloudfunc.invoker.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.invoker.broker.SlotConsumer;
import io.cloudfunc.invoker.engine.Blueprint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class WorkerSettingsTest {

    private static final long GIB = 1L << 30;

    @TempDir
    private Path data;

    @Test
    void has_a_default_for_everything() {
        var settings = settings(Map.of());

        assertThat(settings.id()).isNull();
        assertThat(settings.engine()).isNull();
        assertThat(settings.slots()).isEqualTo(128);
        assertThat(settings.mostSlots()).isEqualTo(1_000);
        assertThat(settings.memoryMiB(8 * GIB)).isEqualTo(6 * 1_024);
        assertThat(settings.startsAtOnce(2)).isEqualTo(4);
        assertThat(settings.readyLimit()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.drainLimit()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.images())
                .isEqualTo(new RuntimeImages(
                        new ImageReference("cloudfunc/python:local"),
                        new ImageReference("cloudfunc/node:local"),
                        new ImageReference("cloudfunc/java:local")));
    }

    @Test
    void weighs_a_call_by_the_memory_that_there_is_for_containers() {
        var settings = settings(Map.of());

        assertThat(settings.weightOfCall(24 * GIB)).isEqualTo(2 * settings.weightOfCall(48 * GIB));
        assertThat(settings.weightOfCall(64 * GIB)).isCloseTo(4 * settings.weightOfCall(256 * GIB), within(4));
        assertThat(settings(Map.of("cloudfunc.worker.memory", "1MB")).weightOfCall(GIB))
                .isEqualTo(SlotConsumer.MOST_STEP);
        assertThat(settings.weightOfCall(100_000 * GIB)).isEqualTo(1);
    }

    @Test
    void takes_what_it_is_given() {
        var settings = settings(Map.of(
                "cloudfunc.worker.id", "w7",
                "cloudfunc.worker.memory", "2GB",
                "cloudfunc.worker.concurrent-starts", "3",
                "cloudfunc.worker.drain-limit", "5s",
                "cloudfunc.worker.images.node", "node:22"));

        assertThat(settings.id()).isEqualTo(new WorkerId("w7"));
        assertThat(settings.memoryMiB(8 * GIB)).isEqualTo(2_048);
        assertThat(settings.startsAtOnce(2)).isEqualTo(3);
        assertThat(settings.drainLimit()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.images().node()).isEqualTo(new ImageReference("node:22"));
    }

    @Test
    void makes_ahead_four_networks_and_two_runtimes_unless_told_otherwise() {
        var python = new ImageReference("cloudfunc/python:local");

        assertThat(settings(Map.of()).spares())
                .containsEntry(new Blueprint.EmptyNetwork(python), 4)
                .containsEntry(new Blueprint.WaitingRuntime(python, true), 2);
        assertThat(settings(Map.of(
                                "cloudfunc.worker.prepared-networks", "0",
                                "cloudfunc.worker.prepared-runtimes", "0"))
                        .spares()
                        .values())
                .containsOnly(0);
        assertThatThrownBy(() -> settings(Map.of("cloudfunc.worker.prepared-runtimes", "101")))
                .rootCause()
                .hasMessage("cloudfunc.worker.prepared-runtimes: got '101', expected 0 to 100");
    }

    @Test
    void makes_a_container_ahead_for_each_of_the_last_eight_functions_unless_told_otherwise() {
        assertThat(settings(Map.of()).preparedSandboxes()).isEqualTo(8);
        assertThat(settings(Map.of("cloudfunc.worker.prepared-sandboxes", "0")).preparedSandboxes())
                .isZero();
        assertThatThrownBy(() -> settings(Map.of("cloudfunc.worker.prepared-sandboxes", "101")))
                .rootCause()
                .hasMessage("cloudfunc.worker.prepared-sandboxes: got '101', expected 0 to 100");
    }

    @Test
    void says_what_is_wrong_with_a_value_and_what_was_expected() {
        assertThatThrownBy(() -> settings(Map.of("cloudfunc.worker.slots", "0")))
                .isInstanceOf(BindException.class)
                .rootCause()
                .hasMessage("cloudfunc.worker.slots: got '0', expected 1 to 1,000");
        assertThatThrownBy(() -> settings(Map.of("cloudfunc.worker.most-slots", "127")))
                .rootCause()
                .hasMessage("cloudfunc.worker.most-slots: got '127', expected 128 to 1,000");
        assertThatThrownBy(() -> settings(Map.of("cloudfunc.worker.drain-limit", "-1s")))
                .rootCause()
                .hasMessageContaining("expected 0 or more");
    }

    @Test
    void a_worker_without_a_name_makes_one_and_keeps_it() {
        var made = new WorkerIdFile(data.resolve("worker"), java.util.UUID::randomUUID).read();
        var later = new WorkerIdFile(data.resolve("worker"), java.util.UUID::randomUUID).read();

        assertThat(later).isEqualTo(made);
        assertThat(made.value()).startsWith("worker-");
    }

    @Test
    void an_installation_has_defaults_too() {
        var installation = bind("cloudfunc", Installation.class, Map.of());

        assertThat(installation.installation()).isEqualTo("default");
        assertThat(installation.ofWorker()).isEqualTo(Path.of("data/worker").toAbsolutePath());
    }

    private static WorkerSettings settings(Map<String, String> properties) {
        return bind("cloudfunc.worker", WorkerSettings.class, properties);
    }

    private static <T> T bind(String prefix, Class<T> type, Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(prefix, type);
    }
}
