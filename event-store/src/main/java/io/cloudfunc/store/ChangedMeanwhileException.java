package io.cloudfunc.store;

import java.util.Set;

/** Nothing of the unit of work is stored, since aggregates have other last events than it expected. */
public final class ChangedMeanwhileException extends RuntimeException {

    private final Set<String> aggregates;

    public ChangedMeanwhileException(Set<String> aggregates) {
        super("%s changed meanwhile".formatted(String.join(", ", aggregates)));
        this.aggregates = Set.copyOf(aggregates);
    }

    /** All that have changed. */
    public Set<String> aggregates() {
        return aggregates;
    }
}
