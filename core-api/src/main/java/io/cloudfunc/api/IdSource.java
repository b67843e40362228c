package io.cloudfunc.api;

import java.util.UUID;

/** Makes time-ordered ids (UUID version 7) at the edges; decisions never make ids. Safe for use by many threads. */
@FunctionalInterface
public interface IdSource {

    UUID next();
}
