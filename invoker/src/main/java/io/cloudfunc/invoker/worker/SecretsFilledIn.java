package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.secret.SecretName;
import io.cloudfunc.api.secret.SecretReference;
import io.cloudfunc.invoker.engine.Blueprint;
import io.cloudfunc.invoker.engine.ContainerEngine;
import io.cloudfunc.invoker.engine.EngineException;
import io.cloudfunc.invoker.engine.OwnedContainer;
import io.cloudfunc.invoker.engine.Prepared;
import io.cloudfunc.invoker.engine.Sandbox;
import io.cloudfunc.invoker.engine.SandboxSpec;
import io.cloudfunc.invoker.engine.SecretFile;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;

/**
 * Puts secrets in the place of variables such as <code>DB_PASSWORD=${secret:db-password}</code> and into files, at the last
 * moment: whatever is kept, compared, reported or told of a container has only the secret's name.
 */
final class SecretsFilledIn implements ContainerEngine {

    private final ContainerEngine engine;
    private final SecretValues secrets;

    SecretsFilledIn(ContainerEngine engine, SecretValues secrets) {
        this.engine = engine;
        this.secrets = secrets;
    }

    @Override
    public Sandbox create(SandboxSpec spec) {
        return engine.create(filled(spec));
    }

    @Override
    public Prepared prepare(Blueprint blueprint) {
        var prepared = switch (blueprint) {
            case Blueprint.WaitingSandbox waiting ->
                engine.prepare(new Blueprint.WaitingSandbox(withVariables(waiting.spec())));
            case Blueprint.EmptyNetwork network -> engine.prepare(network);
            case Blueprint.WaitingRuntime runtime -> engine.prepare(runtime);
        };
        return new Filling(prepared);
    }

    private SandboxSpec filled(SandboxSpec spec) {
        var files = spec.settings().secretFiles().entrySet().stream()
                .map(file -> new SecretFile(file.getKey(), stored(file.getValue())))
                .toList();
        return withVariables(spec).with(files);
    }

    private byte[] stored(SecretName secret) {
        return secrets.fetch(secret)
                .orElseThrow(
                        () -> failed("There is no secret '%s'; store it, then deploy again".formatted(secret.value())));
    }

    private SandboxSpec withVariables(SandboxSpec spec) {
        var asked = spec.settings().environment();
        if (asked.values().stream().allMatch(value -> SecretReference.in(value).isEmpty())) {
            return spec;
        }
        var environment = new HashMap<>(asked);
        environment.replaceAll((variable, value) -> valueOf(value));
        return spec.with(spec.settings().seeing(environment, spec.settings().secretFiles()));
    }

    private String valueOf(String value) {
        return SecretReference.in(value)
                .map(SecretsFilledIn::name)
                .map(this::variable)
                .orElse(value);
    }

    private String variable(SecretName secret) {
        var found = new String(stored(secret), StandardCharsets.UTF_8);
        if (found.indexOf('\0') >= 0) {
            throw failed("Secret '%s' has a zero byte, which no variable can have".formatted(secret.value()));
        }
        return found;
    }

    private static SecretName name(String name) {
        try {
            return new SecretName(name);
        } catch (IllegalArgumentException notAName) {
            throw failed(String.valueOf(notAName.getMessage()));
        }
    }

    private static EngineException failed(String message) {
        return new EngineException(FailureKind.START_FAILED, message, new byte[0]);
    }

    @Override
    public String identify(ImageReference image) {
        return engine.identify(image);
    }

    @Override
    public boolean release(ImageReference image) {
        return engine.release(image);
    }

    @Override
    public List<OwnedContainer> owned() {
        return engine.owned();
    }

    @Override
    public void remove(ContainerId container) {
        engine.remove(container);
    }

    @Override
    public void onExit(Consumer<ContainerId> listener) {
        engine.onExit(listener);
    }

    @Override
    public boolean isReachable() {
        return engine.isReachable();
    }

    @Override
    public void close() {
        engine.close();
    }

    private final class Filling implements Prepared {

        private final Prepared prepared;

        Filling(Prepared prepared) {
            this.prepared = prepared;
        }

        @Override
        public ContainerId id() {
            return prepared.id();
        }

        @Override
        public Sandbox claim(SandboxSpec spec) {
            return prepared.claim(filled(spec));
        }

        @Override
        public void close() {
            prepared.close();
        }
    }
}
