package io.cloudfunc.invoker.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.problem.InvalidValueException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DockerSettingsTest {

    private static final WorkerId WORKER = new WorkerId("worker-1");
    private static final Path MADE_AHEAD = Path.of("made-ahead");
    private static final Path RELAY = Path.of("relay");

    @Test
    void has_defaults_for_all_but_the_names() {
        var settings = DockerSettings.of("unix:///run/docker.sock", "default", WORKER, RELAY, MADE_AHEAD);

        assertThat(settings.outputLimit()).isEqualTo(1_048_576);
        assertThat(settings.logLimit()).isEqualTo(65_536);
        assertThat(settings.firstUid()).isEqualTo(1_000_000);
        assertThat(settings.pullLimit()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void needs_an_engine_on_this_machine() {
        assertThatThrownBy(() -> DockerSettings.of("tcp://elsewhere:2375", "default", WORKER, RELAY, MADE_AHEAD))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("tcp://elsewhere:2375")
                .hasMessageContaining("unix:///path");
    }

    @Test
    void refuses_an_installation_that_no_label_can_carry() {
        assertThatThrownBy(
                        () -> DockerSettings.of("unix:///run/docker.sock", "mine, all mine", WORKER, RELAY, MADE_AHEAD))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("mine, all mine");
    }
}
