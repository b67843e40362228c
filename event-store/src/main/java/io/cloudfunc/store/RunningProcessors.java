package io.cloudfunc.store;

import java.util.OptionalLong;
import java.util.stream.Stream;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;

/** What Axon knows of the processors that run in this process. */
final class RunningProcessors implements ProcessorLag.Here {

    private final EventProcessingConfiguration processing;

    RunningProcessors(EventProcessingConfiguration processing) {
        this.processing = processing;
    }

    @Override
    public OptionalLong positionOf(String processor, int segment) {
        return processing.eventProcessor(processor, StreamingEventProcessor.class).stream()
                .flatMap(running -> Stream.ofNullable(running.processingStatus().get(segment)))
                .mapToLong(status -> status.getCurrentPosition().orElse(-1))
                .findFirst();
    }
}
