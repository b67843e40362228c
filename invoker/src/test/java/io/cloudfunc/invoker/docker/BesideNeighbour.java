package io.cloudfunc.invoker.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.function.Network;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.invoker.engine.Answer;
import io.cloudfunc.invoker.engine.Sandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A malicious function and its neighbour, which counts its calls: none but ours may reach it, and the one after the
 * attack is answered as the one before.
 */
abstract class BesideNeighbour extends RealEngine {

    static final int PIDS = 32;
    static final Settings SETTINGS =
            new Settings(64, 1, PIDS, 4, LONG, Duration.ofSeconds(60), 1, 1, Network.NONE, Map.of(), Map.of());

    private Path secret;
    private Sandbox neighbour;
    private int callsOfNeighbour;

    @BeforeEach
    final void neighbourIsWarm() {
        secret = sources.source(
                "calls = 0\n\ndef handler(event):\n    global calls\n    calls += 1\n    return calls\n");
        neighbour = ready(TestEngine.spec("neighbour", secret));
        callNeighbour();
    }

    @AfterEach
    final void neighbourIsUnaffected() {
        callNeighbour();
        neighbour.close();
    }

    /** Where the neighbour's source is on this machine. */
    final Path secret() {
        return secret;
    }

    final Path socketDirectoryOfNeighbour() {
        return socketDirectory(neighbour);
    }

    /** @param whose {@code neighbour} or {@code engine} */
    final Path foreignSocket(String whose) {
        return whose.equals("engine")
                ? Path.of(TestEngine.HOST.substring("unix://".length()))
                : socketDirectoryOfNeighbour().resolve(SocketDirectory.SOCKET);
    }

    final void assertStopped(Sandbox attacker, Answer.Fault answer, FailureKind kind) {
        assertThat(answer.kind()).as(answer.message()).isEqualTo(kind);
        assertThat(answer.reusable()).isFalse();
        assertNoProcessOf(uid(attacker));
    }

    static void assertNoProcessOf(int uid) {
        await().untilAsserted(() -> assertThat(HostProcesses.of(uid)).isZero());
    }

    final void assertNothingOnDisk(Sandbox sandbox) {
        var containers = outside.working()
                .listContainersCmd()
                .withShowAll(true)
                .withShowSize(true)
                .withIdFilter(List.of(sandbox.id().value()))
                .exec();
        assertThat(containers)
                .singleElement()
                .satisfies(container -> assertThat(container.getSizeRw())
                        .satisfiesAnyOf(
                                size -> assertThat(size).isNull(),
                                size -> assertThat(size).isZero()));
        assertThat(inspect(sandbox.id()).getLogPath()).isEmpty();
    }

    private void callNeighbour() {
        assertThat(result(neighbour)).isEqualTo(String.valueOf(++callsOfNeighbour));
    }
}
