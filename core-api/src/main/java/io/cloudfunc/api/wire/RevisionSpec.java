package io.cloudfunc.api.wire;

import io.cloudfunc.api.function.Code;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.OfFunctionLife;
import io.cloudfunc.api.function.Settings;

/** All that a worker needs to know to run a revision. */
public record RevisionSpec(FunctionName function, int life, int revision, Code code, Settings settings)
        implements OfFunctionLife {

    /** Whether it is of the same function life and has the same number. */
    public boolean isSameAs(RevisionSpec other) {
        return revision == other.revision && life == other.life && function.equals(other.function);
    }
}
