package io.cloudfunc.chaos;

/**
 * Something that must not be.
 *
 * @param what whom it concerns, and what was expected
 */
record Finding(Sort sort, String what) {

    enum Sort {
        /** Accepted, or stored, and never ended. */
        LOST,
        /** Two sources say what cannot both be so. */
        CONTRADICTORY,
        /** Nothing that was killed explains it. */
        UNEXPLAINED,
        /** A container that is not known, or known and not there. */
        ORPHAN
    }
}
