package io.cloudfunc.store.trail;

import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.MessageHandlerInterceptor;

/** The mark of events that were imported: history of elsewhere, because of which nothing is done here. */
public final class Imported {

    /** Name in an event's metadata; its value is the instant of the import. */
    public static final String MARK = "imported";

    private Imported() {}

    /** For every processor that acts in the outer world. */
    public static MessageHandlerInterceptor<EventMessage<?>> isPassedOver() {
        return (unitOfWork, next) -> unitOfWork.getMessage().getMetaData().containsKey(MARK) ? null : next.proceed();
    }

    /** An event that was imported before keeps its first mark. */
    static String marked(String metadata, String at) {
        var mark = "{\"%s\":\"%s\"".formatted(MARK, at);
        if (metadata.contains("\"" + MARK + "\"")) {
            return metadata;
        }
        return metadata.equals("{}") ? mark + "}" : mark + "," + metadata.substring(1);
    }
}
