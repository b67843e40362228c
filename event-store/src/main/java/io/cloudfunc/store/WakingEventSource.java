package io.cloudfunc.store;

import java.time.Instant;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/** The event store as a source for streaming processors that are woken when something was appended, anywhere. */
final class WakingEventSource implements StreamableMessageSource<TrackedEventMessage<?>> {

    private final StorageEngine engine;
    private final SharedReads reads;
    private final EventSignal signal;

    WakingEventSource(StorageEngine engine, SharedReads reads, EventSignal signal) {
        this.engine = engine;
        this.reads = reads;
        this.signal = signal;
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken trackingToken) {
        return new WakingEventStream(reads, signal, trackingToken);
    }

    @Override
    public TrackingToken createTailToken() {
        return engine.createTailToken();
    }

    @Override
    public TrackingToken createHeadToken() {
        return engine.createHeadToken();
    }

    @Override
    public TrackingToken createTokenAt(Instant dateTime) {
        return engine.createTokenAt(dateTime);
    }
}
