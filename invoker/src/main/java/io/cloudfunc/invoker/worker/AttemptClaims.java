package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.wire.ClaimQuestion;

/** Who knows whether a call may begin that may have begun before, or must never begin twice. */
@FunctionalInterface
interface AttemptClaims {

    /**
     * Whether it may; if not, its request is done with: it has ended, or will be sent again when its time has come.
     * Blocks.
     *
     * @throws ClaimUnansweredException if nobody answers
     */
    boolean mayBegin(ClaimQuestion question);
}
