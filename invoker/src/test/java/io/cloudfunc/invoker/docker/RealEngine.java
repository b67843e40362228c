package io.cloudfunc.invoker.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectContainerResponse;
import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.invoker.engine.Answer;
import io.cloudfunc.invoker.engine.Call;
import io.cloudfunc.invoker.engine.Sandbox;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test on an engine that is open for each of its methods, and on which nothing may be left behind. */
abstract class RealEngine {

    static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    DockerSettings settings;
    DockerEngine engine;
    DockerClients outside;
    PythonSources sources;
    TestImages images;

    @BeforeEach
    final void open() {
        settings = TestEngine.settings(directory);
        engine = TestEngine.open(settings);
        outside = DockerClients.of(TestEngine.HOST);
        sources = new PythonSources(directory);
        images = new TestImages(outside.working(), directory);
    }

    @AfterEach
    final void leavesNothingBehind() throws IOException {
        engine.owned().forEach(owned -> engine.remove(owned.container()));
        assertThat(volumes()).isEmpty();
        images.close();
        engine.close();
        outside.close();
    }

    final Sandbox ready(Path source) {
        return ready(TestEngine.spec("guest", source));
    }

    final Sandbox ready(SandboxSpec spec) {
        var sandbox = engine.create(spec);
        sandbox.start();
        sandbox.awaitReady(LONG);
        return sandbox;
    }

    static SandboxSpec specOf(ImageReference image, Path source, Settings settings) {
        var spec = TestEngine.spec("guest", source, settings);
        return new SandboxSpec(spec.function(), spec.life(), spec.revision(), image, spec.contract(), source, settings);
    }

    static Answer.Output output(Sandbox sandbox) {
        var answer = sandbox.call(call("null", LONG));
        assertThat(answer).isInstanceOf(Answer.Output.class);
        return (Answer.Output) answer;
    }

    static Answer.Fault fault(Sandbox sandbox) {
        return fault(sandbox, LONG);
    }

    static Answer.Fault fault(Sandbox sandbox, Duration timeout) {
        var answer = sandbox.call(call("null", timeout));
        assertThat(answer).isInstanceOf(Answer.Fault.class);
        return (Answer.Fault) answer;
    }

    static String result(Sandbox sandbox) {
        return new String(output(sandbox).body(), UTF_8);
    }

    static Call call(String json, Duration timeout) {
        var id = new InvocationId(UUID.randomUUID());
        return new Call(id, "application/json", json.getBytes(UTF_8), timeout, null);
    }

    final InspectContainerResponse inspect(ContainerId container) {
        return outside.working().inspectContainerCmd(container.value()).exec();
    }

    final List<?> volumes() {
        return outside.working()
                .listVolumesCmd()
                .withFilter("label", List.of("io.cloudfunc.installation=" + settings.installation()))
                .exec()
                .getVolumes();
    }

    final int uid(Sandbox sandbox) {
        var user = inspect(sandbox.id()).getConfig().getUser();
        assertThat(user).matches("(\\d+):\\1");
        return Integer.parseInt(user.substring(0, user.indexOf(':')));
    }

    final Path socketDirectory(Sandbox sandbox) {
        return inspect(sandbox.id()).getMounts().stream()
                .filter(mount -> "/tmp/iofs".equals(mount.getDestination().getPath()))
                .map(mount -> Path.of(mount.getSource()))
                .findFirst()
                .orElseThrow();
    }
}
