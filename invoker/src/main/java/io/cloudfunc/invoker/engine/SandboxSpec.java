package io.cloudfunc.invoker.engine;

import io.cloudfunc.api.function.Contract;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.OfFunctionLife;
import io.cloudfunc.api.function.Settings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to isolate.
 *
 * @param contract how its process is talked to; absent: what the image's label says, else {@code fn}
 * @param source directory that the container sees read-only at {@code /function}; absent for an image
 */
public record SandboxSpec(
        FunctionName function,
        int life,
        int revision,
        ImageReference image,
        @Nullable Contract contract,
        @Nullable Path source,
        Settings settings)
        implements OfFunctionLife {

    public Tenant tenant() {
        return new Tenant(function, life, revision);
    }
}
