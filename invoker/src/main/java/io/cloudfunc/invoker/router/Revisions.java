package io.cloudfunc.invoker.router;

import io.cloudfunc.api.wire.RevisionSpec;

/** What was deployed, by function life and number. */
interface Revisions {

    /** Saving a revision again changes nothing. */
    void save(RevisionSpec revision);

    /** @throws IllegalStateException if it was never saved */
    RevisionSpec get(String lifeKey, int revision);
}
