package io.cloudfunc.api.wire;

import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.report.Report;
import java.util.ArrayList;
import java.util.List;

/**
 * Head of a message in {@link QueueNames#reports()}.
 *
 * @param payloads what the report refers to; their contents are the parts of the frame, in this order
 */
public record ReportEnvelope(Report report, List<PayloadHead> payloads) {

    public ReportEnvelope {
        payloads = List.copyOf(payloads);
    }

    public static ReportEnvelope of(Report report, List<Payload> payloads) {
        return new ReportEnvelope(report, payloads.stream().map(PayloadHead::of).toList());
    }

    /** Joins the heads with the parts of the frame; an {@link IllegalArgumentException} if they do not match. */
    public List<Payload> join(List<byte[]> parts) {
        if (parts.size() != payloads.size()) {
            throw new IllegalArgumentException(
                    "report has %d parts, expected %d".formatted(parts.size(), payloads.size()));
        }
        var joined = new ArrayList<Payload>(parts.size());
        for (var i = 0; i < parts.size(); i++) {
            var payload = payloads.get(i).with(parts.get(i));
            if (!payload.isGenuine()) {
                throw new IllegalArgumentException("payload %s is not what its reference says"
                        .formatted(payload.ref().id()));
            }
            joined.add(payload);
        }
        return List.copyOf(joined);
    }
}
