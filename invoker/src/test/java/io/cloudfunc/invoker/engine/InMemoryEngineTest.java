package io.cloudfunc.invoker.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.invocation.FailureKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InMemoryEngineTest extends ContainerEngineContract {

    private static final Duration TOOK = Duration.ofMillis(1);

    private final InMemoryEngine engine = new InMemoryEngine();

    @BeforeEach
    void registerFunctions() {
        var calls = new AtomicInteger();
        register(Behaviour.ECHO, call -> output(new String(call.body(), UTF_8), ""));
        register(Behaviour.COUNTS, call -> output(String.valueOf(calls.incrementAndGet()), ""));
        register(Behaviour.PRINTS, call -> output("null", new String(call.body(), UTF_8).replace("\"", "") + "\n"));
        register(Behaviour.RAISES, call -> {
            throw new IllegalStateException("no luck");
        });
        register(Behaviour.EXITS, call -> fault(FailureKind.EXITED, "ended with exit code 3", "leaving"));
        register(Behaviour.NEVER_ENDS, call -> {
            new CountDownLatch(1).await();
            throw new AssertionError("never reached");
        });
        register(Behaviour.OUTPUT_TOO_LARGE, call -> fault(FailureKind.OUTPUT_TOO_LARGE, "too large", ""));
        register(Behaviour.BREAKS_PROTOCOL, call -> fault(FailureKind.PROTOCOL_BROKEN, "no HTTP", ""));
        engine.registerBroken(
                imageOf(Behaviour.DOES_NOT_LOAD),
                new EngineException(FailureKind.LOAD_FAILED, "there is no handler", "loading".getBytes(UTF_8)));
    }

    @Test
    void holds_starts_until_they_are_released() {
        engine.holdStarts();
        var sandbox = engine.create(spec(Behaviour.ECHO));
        var start = Thread.startVirtualThread(sandbox::start);
        await().until(() -> start.getState() == Thread.State.WAITING);
        assertThat(engine.owned()).extracting(OwnedContainer::running).containsOnly(false);

        engine.releaseStarts();

        await().until(() -> !start.isAlive());
        assertThat(engine.owned()).extracting(OwnedContainer::running).containsOnly(true);
    }

    @Override
    protected ContainerEngine engine() {
        return engine;
    }

    @Override
    protected SandboxSpec spec(Behaviour behaviour) {
        var name = behaviour.name().toLowerCase(Locale.ROOT).replace('_', '-');
        var image = new ImageReference(imageOf(behaviour));
        return new SandboxSpec(new FunctionName(name), 2, 3, image, null, Path.of("source"), Settings.DEFAULT);
    }

    @Override
    protected void endProcess(ContainerId container) {
        engine.kill(container);
    }

    private void register(Behaviour behaviour, InMemoryEngine.Code code) {
        engine.register(imageOf(behaviour), code);
    }

    private static String imageOf(Behaviour behaviour) {
        return "test/" + behaviour.name().toLowerCase(Locale.ROOT);
    }

    private static Answer output(String body, String log) {
        return new Answer.Output("application/json", body.getBytes(UTF_8), log.getBytes(UTF_8), TOOK);
    }

    private static Answer fault(FailureKind kind, String message, String log) {
        return new Answer.Fault(kind, message, false, log.getBytes(UTF_8), TOOK);
    }
}
