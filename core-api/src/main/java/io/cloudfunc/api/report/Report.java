package io.cloudfunc.api.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** An order to the command side that travels from a router or a worker through the reports queue. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "report")
@JsonSubTypes({
    @JsonSubTypes.Type(RecordRevisionReady.class),
    @JsonSubTypes.Type(RecordRevisionFailed.class),
    @JsonSubTypes.Type(RecordAttemptStarted.class),
    @JsonSubTypes.Type(RecordOutcome.class),
    @JsonSubTypes.Type(AbandonInvocation.class),
    @JsonSubTypes.Type(RecordContainerStarted.class),
    @JsonSubTypes.Type(RecordContainerStopped.class)
})
public sealed interface Report
        permits AbandonInvocation,
                RecordAttemptStarted,
                RecordContainerStarted,
                RecordContainerStopped,
                RecordOutcome,
                RecordRevisionFailed,
                RecordRevisionReady {}
