package io.cloudfunc.invoker.worker;

import java.util.Optional;

/** Where the archives of functions' sources come from. */
@FunctionalInterface
interface SourceArchives {

    /**
     * The archive with this hash; empty if there is none. Blocks.
     *
     * @throws SourceUnavailableException if nobody answers
     */
    Optional<byte[]> fetch(String sha256);
}
