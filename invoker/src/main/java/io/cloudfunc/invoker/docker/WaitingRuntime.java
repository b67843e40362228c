package io.cloudfunc.invoker.docker;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.invoker.engine.EngineException;
import io.cloudfunc.invoker.engine.Prepared;
import io.cloudfunc.invoker.engine.Sandbox;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** A container whose runtime listens already, and waits to be told that its source is there. */
final class WaitingRuntime implements Prepared {

    /** Tells a runtime to wait for its source. */
    static final String ARGUMENT = "--prepared";

    private final DockerSandbox sandbox;
    private final FunctionProcess process;
    private final CodeDirectory code;
    private final Function<SandboxSpec, Map<String, String>> environment;

    WaitingRuntime(
            DockerSandbox sandbox,
            FunctionProcess process,
            CodeDirectory code,
            Function<SandboxSpec, Map<String, String>> environment) {
        this.sandbox = sandbox;
        this.process = process;
        this.code = code;
        this.environment = environment;
    }

    @Override
    public ContainerId id() {
        return sandbox.id();
    }

    @Override
    public Sandbox claim(SandboxSpec spec) {
        if (!process.isExpectedToLive()) {
            throw unusable("its process has ended meanwhile", null);
        }
        if (!hasDefaultLimits(spec.settings())) {
            process.limit(spec.settings());
        }
        try {
            code.give(spec.tenant(), Objects.requireNonNull(spec.source()));
        } catch (IOException failure) {
            throw unusable("its source could not be written to " + code.directory(), failure);
        }
        var request = new LoadRequest(environment.apply(spec));
        return new ClaimedSandbox(sandbox, limit -> sandbox.load(request, limit));
    }

    @Override
    public void close() {
        sandbox.close();
    }

    private static boolean hasDefaultLimits(Settings settings) {
        var made = Settings.DEFAULT;
        return settings.memoryMiB() == made.memoryMiB()
                && settings.cpus() == made.cpus()
                && settings.pids() == made.pids();
    }

    private static EngineException unusable(String why, @org.jspecify.annotations.Nullable IOException failure) {
        var message = "A runtime made ahead cannot be used: " + why;
        return failure == null
                ? new EngineException(FailureKind.START_FAILED, message, new byte[0])
                : new EngineException(FailureKind.START_FAILED, message, failure);
    }
}
