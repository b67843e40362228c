package io.cloudfunc.invoker.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.invoker.engine.Behaviour;
import io.cloudfunc.invoker.engine.EngineException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The engine goes away, and comes back. */
class EngineLossIT extends RealEngine {

    @Test
    void tells_of_a_container_that_ended_while_the_engine_was_away() throws IOException {
        try (var relay = new EngineRelay(TestEngine.HOST, directory);
                var behind = TestEngine.open(settingsFor(relay.host()))) {
            var told = new CopyOnWriteArrayList<ContainerId>();
            behind.onExit(told::add);
            var ended = behind.create(TestEngine.spec("guest", sources.of(Behaviour.ECHO)));
            var lost = behind.create(TestEngine.spec("guest", sources.of(Behaviour.ECHO)));
            var stays = behind.create(TestEngine.spec("guest", sources.of(Behaviour.ECHO)));
            ended.start();
            lost.start();
            stays.start();

            relay.cut();
            outside.working().killContainerCmd(ended.id().value()).exec();
            engine.remove(lost.id());
            assertThat(behind.isReachable()).isFalse();
            relay.restore();

            await().untilAsserted(() -> assertThat(told).containsExactlyInAnyOrder(ended.id(), lost.id()));
            assertThat(behind.isReachable()).isTrue();
        }
    }

    @Test
    void gives_an_engine_up_soon_that_does_not_answer() throws IOException {
        try (var relay = new EngineRelay(TestEngine.HOST, directory)) {
            relay.fallSilent();
            try (var behind = TestEngine.open(settingsFor(relay.host()))) {
                var reachable = assertTimeoutPreemptively(Duration.ofSeconds(5), behind::isReachable);

                assertThat(reachable).isFalse();
            }
        }
    }

    @Test
    void says_so_when_there_is_no_engine() {
        try (var nobody = TestEngine.open(settingsFor("unix://" + directory.resolve("nothing.sock")))) {
            var image = new ImageReference("cloudfunc/python:local");

            assertThat(nobody.isReachable()).isFalse();
            assertThatThrownBy(() -> nobody.identify(image)).isInstanceOfSatisfying(EngineException.class, failure -> {
                assertThat(failure.kind()).isEqualTo(FailureKind.START_FAILED);
                assertThat(failure).hasMessageContaining("does not answer");
            });
        }
    }

    /** Of the same installation and worker, so that both engines own the same containers. */
    private DockerSettings settingsFor(String host) {
        return new DockerSettings(
                host,
                settings.installation(),
                settings.worker(),
                settings.firstUid(),
                settings.uids(),
                settings.outputLimit(),
                settings.logLimit(),
                settings.pullLimit(),
                settings.relay(),
                settings.links(),
                settings.madeAhead());
    }
}
