package io.cloudfunc.store;

import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;

/** What Axon knows of the processors that run in this process. */
final class RunningProcessors implements ProcessorLag.Here {

    private final Supplier<EventProcessingConfiguration> processing;

    /** @param processing asked each time, since it is made of what asks here */
    RunningProcessors(Supplier<EventProcessingConfiguration> processing) {
        this.processing = processing;
    }

    @Override
    public OptionalLong positionOf(String processor, int segment) {
        return processing.get().eventProcessor(processor, StreamingEventProcessor.class).stream()
                .flatMap(running -> Stream.ofNullable(running.processingStatus().get(segment)))
                .mapToLong(status -> status.getCurrentPosition().orElse(-1))
                .findFirst();
    }
}
