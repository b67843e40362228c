package io.cloudfunc.invoker.engine;

import io.cloudfunc.api.function.Contract;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.OfFunctionLife;
import io.cloudfunc.api.function.Settings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to isolate.
 *
 * @param contract how its process is talked to; absent: what the image's label says, else {@code fn}
 * @param source directory that the container sees read-only at {@code /function}; absent for an image
 * @param secrets the files that the settings ask for; none until they are filled in, just before the container begins
 */
public record SandboxSpec(
        FunctionName function,
        int life,
        int revision,
        ImageReference image,
        @Nullable Contract contract,
        @Nullable Path source,
        Settings settings,
        List<SecretFile> secrets)
        implements OfFunctionLife {

    public SandboxSpec {
        secrets = List.copyOf(secrets);
    }

    public SandboxSpec(
            FunctionName function,
            int life,
            int revision,
            ImageReference image,
            @Nullable Contract contract,
            @Nullable Path source,
            Settings settings) {
        this(function, life, revision, image, contract, source, settings, List.of());
    }

    /** The same, with those settings. */
    public SandboxSpec with(Settings other) {
        return new SandboxSpec(function, life, revision, image, contract, source, other, secrets);
    }

    /** The same, with those secrets. */
    public SandboxSpec with(List<SecretFile> filledIn) {
        return new SandboxSpec(function, life, revision, image, contract, source, settings, filledIn);
    }

    public Tenant tenant() {
        return new Tenant(function, life, revision);
    }
}
