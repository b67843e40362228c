package io.cloudfunc.store.trail;

import java.util.Set;

/** Whose checkpoints are expected; none: anybody's. */
@FunctionalInterface
public interface KnownSigners {

    Set<String> get();
}
