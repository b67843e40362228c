package io.cloudfunc.invoker.pool;

import io.cloudfunc.api.wire.RevisionSpec;

/** The revision wants more memory than the worker may give to all its containers together. */
public final class NeverFitsException extends RuntimeException {

    NeverFitsException(RevisionSpec revision, Limits limits) {
        super(
                "A container of function '%s' takes %d MiB of memory; expected at most %d MiB, which is all that the worker gives to containers"
                        .formatted(revision.function(), revision.settings().memoryMiB(), limits.memoryMiB()));
    }
}
