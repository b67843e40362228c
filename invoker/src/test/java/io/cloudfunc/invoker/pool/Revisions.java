package io.cloudfunc.invoker.pool;

import io.cloudfunc.api.function.Code;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.Network;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.wire.RevisionSpec;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.time.Duration;
import java.util.Map;

/** Revisions for tests: first life, revision 1, an image named like the function, unless said otherwise. */
public record Revisions(
        String function, int life, int revision, int memoryMiB, int maxContainers, Duration warmFor, Duration timeout) {

    public static Revisions of(String function) {
        return new Revisions(function, 1, 1, 128, 8, Duration.ofSeconds(60), Duration.ofSeconds(30));
    }

    public Revisions life(int life) {
        return new Revisions(function, life, revision, memoryMiB, maxContainers, warmFor, timeout);
    }

    public Revisions revision(int revision) {
        return new Revisions(function, life, revision, memoryMiB, maxContainers, warmFor, timeout);
    }

    public Revisions memoryMiB(int memoryMiB) {
        return new Revisions(function, life, revision, memoryMiB, maxContainers, warmFor, timeout);
    }

    public Revisions maxContainers(int maxContainers) {
        return new Revisions(function, life, revision, memoryMiB, maxContainers, warmFor, timeout);
    }

    public Revisions warmFor(Duration warmFor) {
        return new Revisions(function, life, revision, memoryMiB, maxContainers, warmFor, timeout);
    }

    public Revisions timeout(Duration timeout) {
        return new Revisions(function, life, revision, memoryMiB, maxContainers, warmFor, timeout);
    }

    public RevisionSpec spec() {
        return new RevisionSpec(
                new FunctionName(function),
                life,
                revision,
                new Code.Image(new ImageReference(function), null),
                settings());
    }

    public SandboxSpec sandbox() {
        return sandboxOf(spec());
    }

    public static SandboxSpec sandboxOf(RevisionSpec spec) {
        return new SandboxSpec(
                spec.function(),
                spec.life(),
                spec.revision(),
                ((Code.Image) spec.code()).image(),
                null,
                null,
                spec.settings());
    }

    private Settings settings() {
        return new Settings(memoryMiB, 1, 64, 16, timeout, warmFor, 1, maxContainers, Network.NONE, Map.of(), Map.of());
    }
}
