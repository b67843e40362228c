package io.cloudfunc.invoker.pool;

import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.invoker.engine.ContainerEngine;
import io.cloudfunc.invoker.engine.EngineException;
import io.cloudfunc.invoker.engine.Prepared;
import io.cloudfunc.invoker.engine.Sandbox;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The start of one container, step by step, with the time each took. Every failure is an {@link EngineException}. */
final class ColdStart {

    private final ContainerEngine engine;
    private final Clock clock;
    private @Nullable Sandbox sandbox;
    private StartPhases phases = StartPhases.NONE;

    ColdStart(ContainerEngine engine, Clock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    Sandbox create(SandboxSpec spec) {
        return created(() -> engine.create(spec));
    }

    /** In the place of {@link #create}, or before it if this fails. */
    Sandbox claim(Prepared prepared, SandboxSpec spec) {
        return created(() -> prepared.claim(spec));
    }

    void start() {
        var began = clock.instant();
        try {
            attempt(() -> {
                created().start();
                return true;
            });
        } finally {
            phases = phases.started(since(began));
        }
    }

    void awaitReady(Duration limit) {
        var began = clock.instant();
        try {
            attempt(() -> {
                created().awaitReady(limit);
                return true;
            });
        } finally {
            phases = phases.ready(since(began));
        }
    }

    StartPhases phases() {
        return phases;
    }

    StartFailedException failed(EngineException failure, ColdReason reason) {
        return new StartFailedException(failure, sandbox == null ? null : sandbox.id(), reason, phases);
    }

    private Sandbox created(Supplier<Sandbox> creation) {
        var began = clock.instant();
        try {
            var created = attempt(creation);
            sandbox = created;
            return created;
        } finally {
            phases = phases.created(phases.create().plus(since(began)));
        }
    }

    private Sandbox created() {
        return Objects.requireNonNull(sandbox);
    }

    private Duration since(Instant began) {
        return Duration.between(began, clock.instant());
    }

    private static <T> T attempt(Supplier<T> step) {
        try {
            return step.get();
        } catch (EngineException known) {
            throw known;
        } catch (RuntimeException unexpected) {
            throw new EngineException(
                    FailureKind.START_FAILED, "The container could not be started: " + unexpected, unexpected);
        }
    }
}
