package io.cloudfunc.invoker.docker;

import java.io.IOException;

/**
 * A function that was reached before is not where it was: an engine that died and was started again mounts an empty
 * volume in the place of the one that the container goes on using. No call reached the function.
 */
final class OutOfReachException extends IOException {

    OutOfReachException(IOException cause) {
        super("The container engine was started again, and the function cannot be reached any more", cause);
    }
}
