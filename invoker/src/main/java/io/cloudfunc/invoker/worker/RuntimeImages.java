package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.Runtime;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.invoker.engine.EngineException;
import java.util.Locale;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The image in which the source of each language runs, {@code cloudfunc.worker.images.*}.
 *
 * @param python default {@code cloudfunc/python:local}
 * @param node default {@code cloudfunc/node:local}
 * @param java default {@code cloudfunc/java:local}
 */
public record RuntimeImages(
        @DefaultValue("cloudfunc/python:local") ImageReference python,
        @DefaultValue("cloudfunc/node:local") ImageReference node,
        @DefaultValue("cloudfunc/java:local") ImageReference java) {

    ImageReference of(Runtime runtime) {
        return switch (runtime) {
            case PYTHON -> python;
            case NODE -> node;
            case JAVA -> java;
        };
    }

    EngineException missing(Runtime runtime) {
        var name = runtime.name().toLowerCase(Locale.ROOT);
        var message = "This worker has no %s runtime: the engine has no image '%s', and no registry gave it;"
                + " make it on the worker's machine with ./cloudfunc up or docker compose build %s,"
                + " or name one that the engine has in cloudfunc.worker.images.%s";
        return new EngineException(
                FailureKind.IMAGE_MISSING, message.formatted(name, of(runtime), name, name), new byte[0]);
    }
}
