package io.cloudfunc.invoker.engine;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.OfFunctionLife;
import io.cloudfunc.api.function.Settings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to isolate.
 *
 * @param source directory that the container sees read-only at {@code /function}; absent for an image
 */
public record SandboxSpec(
        FunctionName function,
        int life,
        int revision,
        ImageReference image,
        @Nullable Path source,
        Settings settings) implements OfFunctionLife {}
