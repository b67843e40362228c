package io.cloudfunc.invoker.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.invoker.engine.EngineAwayException;
import io.cloudfunc.invoker.engine.EngineException;
import java.io.IOException;
import java.util.regex.Pattern;

/** Turns what the client library throws into what the port promises, in the engine's own words. */
final class EngineFailure {

    private static final Pattern MESSAGE = Pattern.compile("\\{\"message\":\"(.*)\"}", Pattern.DOTALL);

    private EngineFailure() {}

    /** @param deed what was tried, such as "start the container" */
    static EngineException of(String deed, RuntimeException failure) {
        if (failure instanceof EngineException known) {
            return known;
        }
        var message = "The container engine could not %s: %s".formatted(deed, reason(failure));
        if (gaveNoAnswer(failure)) {
            return new EngineAwayException(message, failure);
        }
        return new EngineException(FailureKind.START_FAILED, message, failure);
    }

    static EngineException imageMissing(ImageReference image, String more) {
        var message = "There is no image '%s' on this engine%s".formatted(image, more);
        return new EngineException(FailureKind.IMAGE_MISSING, message, new byte[0]);
    }

    static boolean isNoSuchImage(RuntimeException failure) {
        return failure instanceof NotFoundException && reason(failure).startsWith("No such image");
    }

    static String reason(Throwable failure) {
        if (failure instanceof DockerException) {
            return wordsOfEngine(failure);
        }
        var root = rootOf(failure);
        return root instanceof IOException ? "it does not answer (%s)".formatted(root.getMessage()) : root.toString();
    }

    private static boolean gaveNoAnswer(RuntimeException failure) {
        return !(failure instanceof DockerException) && rootOf(failure) instanceof IOException;
    }

    private static String wordsOfEngine(Throwable failure) {
        var text = String.valueOf(failure.getMessage()).strip();
        var found = MESSAGE.matcher(text);
        return found.find() ? found.group(1).replace("\\\"", "\"").replace("\\n", " ") : text;
    }

    private static Throwable rootOf(Throwable failure) {
        var root = failure;
        while (root.getCause() instanceof Throwable cause) {
            root = cause;
        }
        return root;
    }
}
