package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.function.Code;
import io.cloudfunc.api.function.CodeIdentity;
import io.cloudfunc.api.function.Contract;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.Runtime;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.wire.RevisionSpec;
import io.cloudfunc.invoker.engine.ContainerEngine;
import io.cloudfunc.invoker.engine.EngineException;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a revision's code means to the engine: an image, and for source the directory the runtime loads it from. */
final class RevisionCode {

    private final ContainerEngine engine;
    private final SourceDirectories sources;
    private final RuntimeImages runtimes;
    private final Belongings belongings;

    RevisionCode(ContainerEngine engine, SourceDirectories sources, RuntimeImages runtimes, Belongings belongings) {
        this.engine = engine;
        this.sources = sources;
        this.runtimes = runtimes;
        this.belongings = belongings;
    }

    /** Fetches the source unless it is here already; then this is cheap. */
    SandboxSpec sandboxOf(RevisionSpec revision) {
        return switch (revision.code()) {
            case Code.Image code -> {
                belongings.addImage(revision.lifeKey(), code.image());
                yield sandbox(revision, code.image(), code.contract(), null);
            }
            case Code.Source code -> {
                belongings.addSource(revision.lifeKey(), code.sha256());
                yield sandbox(revision, runtimes.of(code.runtime()), Contract.FN, sources.of(code.sha256()));
            }
        };
    }

    /** Asks the engine which image it is now. */
    CodeIdentity identityOf(RevisionSpec revision) {
        return switch (revision.code()) {
            case Code.Image code -> {
                belongings.addImage(revision.lifeKey(), code.image());
                yield new CodeIdentity(engine.identify(code.image()), null);
            }
            case Code.Source code -> new CodeIdentity(identityOf(code.runtime()), code.sha256());
        };
    }

    private String identityOf(Runtime runtime) {
        try {
            return engine.identify(runtimes.of(runtime));
        } catch (EngineException failure) {
            throw failure.kind() == FailureKind.IMAGE_MISSING ? runtimes.missing(runtime) : failure;
        }
    }

    private static SandboxSpec sandbox(
            RevisionSpec revision, ImageReference image, @Nullable Contract contract, @Nullable Path source) {
        return new SandboxSpec(
                revision.function(),
                revision.life(),
                revision.revision(),
                image,
                contract,
                source,
                revision.settings());
    }
}
