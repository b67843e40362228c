package io.cloudfunc.invoker.router;

import io.cloudfunc.api.wire.RevisionSpec;
import java.util.Optional;

/** What was deployed, by function life and number. */
interface Revisions {

    /** Saving a revision again changes nothing. */
    void save(RevisionSpec revision);

    /** If it is at hand, without asking anybody. */
    Optional<RevisionSpec> known(String lifeKey, int revision);

    /** @throws IllegalStateException if it was never saved */
    RevisionSpec get(String lifeKey, int revision);
}
