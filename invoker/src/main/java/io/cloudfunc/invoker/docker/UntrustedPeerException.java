package io.cloudfunc.invoker.docker;

import java.io.IOException;

/** Something other than the container's own process would have been talked to. */
final class UntrustedPeerException extends IOException {

    UntrustedPeerException(String message) {
        super(message);
    }
}
