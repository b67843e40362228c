package io.cloudfunc.invoker.docker;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.Contract;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.invoker.engine.ContainerEngineContract;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** A real Docker engine, and an installation of our own on it. */
final class TestEngine {

    static final String HOST = required("CLOUDFUNC_TEST_ENGINE");
    static final ImageReference PYTHON = new ImageReference(required("CLOUDFUNC_TEST_PYTHON_IMAGE"));
    static final Path RELAY = Path.of(required("CLOUDFUNC_TEST_RELAY"));
    static final int FIRST_UID = 1_000_000;
    static final int UIDS = 65_536;
    static final int LOG_LIMIT = 4 * 1024;

    private TestEngine() {}

    static DockerSettings settings(Path links) {
        var installation = "it-" + UUID.randomUUID();
        return new DockerSettings(
                HOST,
                installation,
                new WorkerId("worker-1"),
                FIRST_UID,
                UIDS,
                ContainerEngineContract.OUTPUT_LIMIT,
                LOG_LIMIT,
                Duration.ofSeconds(20),
                RELAY,
                links,
                links.resolve("made-ahead"));
    }

    static DockerEngine open(DockerSettings settings) {
        return DockerEngine.open(settings, Clock.systemUTC());
    }

    static SandboxSpec spec(String function, Path source) {
        return spec(function, source, Settings.DEFAULT);
    }

    static SandboxSpec spec(String function, Path source, Settings settings) {
        return new SandboxSpec(new FunctionName(function), 2, 3, PYTHON, Contract.FN, source, settings);
    }

    static String required(String variable) {
        return Optional.ofNullable(System.getenv(variable))
                .orElseThrow(() -> new IllegalStateException(
                        variable + " is not set: this test needs a real Docker engine; run ./cloudfunc test"));
    }
}
