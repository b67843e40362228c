package io.cloudfunc.invoker.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.invoker.engine.Behaviour;
import io.cloudfunc.invoker.engine.ContainerEngine;
import io.cloudfunc.invoker.engine.ContainerEngineContract;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract of container engines, kept by Docker. */
class DockerEngineIT extends ContainerEngineContract {

    @TempDir
    private Path directory;

    private DockerEngine engine;
    private DockerClients outside;
    private PythonSources sources;

    @BeforeEach
    void open() {
        engine = TestEngine.open(TestEngine.settings(directory));
        outside = DockerClients.of(TestEngine.HOST);
        sources = new PythonSources(directory);
    }

    @AfterEach
    void leavesNothingBehind() throws IOException {
        assertThat(engine.owned()).isEmpty();
        engine.close();
        outside.close();
    }

    @Override
    protected ContainerEngine engine() {
        return engine;
    }

    @Override
    protected SandboxSpec spec(Behaviour behaviour) {
        var name = behaviour.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return TestEngine.spec(name, sources.of(behaviour));
    }

    @Override
    protected void endProcess(ContainerId container) {
        outside.working().killContainerCmd(container.value()).exec();
    }
}
