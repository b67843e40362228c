package io.cloudfunc.store;

import org.axonframework.eventhandling.ErrorContext;
import org.axonframework.eventhandling.ErrorHandler;
import org.axonframework.eventhandling.EventProcessingException;

/**
 * Passes on what a handler threw, as an exception: a processor whose handler threw an {@link Error} would stand still
 * for ever and say nothing, since the framework's worker catches exceptions only.
 */
final class ThrowExceptionsOnly implements ErrorHandler {

    @Override
    public void handleError(ErrorContext context) throws Exception {
        if (context.error() instanceof Exception exception) {
            throw exception;
        }
        throw new EventProcessingException("An error in processor " + context.eventProcessor(), context.error());
    }
}
