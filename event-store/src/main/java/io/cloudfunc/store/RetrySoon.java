package io.cloudfunc.store;

import java.util.concurrent.TimeUnit;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Claims again what a processor released after an error. Axon's own pause doubles from 1 s to 60 s; after a broker or
 * database was away, calls must not wait for the rest of a minute.
 */
final class RetrySoon {

    private static final Logger LOG = LoggerFactory.getLogger(RetrySoon.class);

    private final EventProcessingConfiguration processing;
    private final TokenStore tokens;

    RetrySoon(EventProcessingConfiguration processing, TokenStore tokens) {
        this.processing = processing;
        this.tokens = tokens;
    }

    @Scheduled(fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
    void claimWhatWasReleased() {
        for (var processor : processing.eventProcessors().values()) {
            if (processor instanceof StreamingEventProcessor streaming
                    && streaming.isRunning()
                    && streaming.processingStatus().isEmpty()) {
                claim(streaming);
            }
        }
    }

    private void claim(StreamingEventProcessor processor) {
        try {
            for (var segment : tokens.fetchAvailableSegments(processor.getName())) {
                var ignored = processor.claimSegment(segment.getSegmentId());
            }
        } catch (DataAccessException | org.axonframework.common.AxonException notNow) {
            LOG.debug("Processor {} is claimed at the next try", processor.getName(), notNow);
        }
    }
}
