package io.cloudfunc.store;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import org.axonframework.common.IdentifierFactory;

/**
 * Ids of events, found by {@code META-INF/services}: UUIDs of version 7. Those of a moment stand side by side in the index
 * that keeps them unique, so that storing an event costs as much among very many as among few: at a random place of a large
 * index, a page of its own would be read, and written ahead as a whole after each checkpoint.
 */
public final class TimeOrderedIdentifiers extends IdentifierFactory {

    private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();

    @Override
    public String generateIdentifier() {
        return ids.generate().toString();
    }
}
