package io.cloudfunc.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.report.Report;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Head of a message in {@link QueueNames#reports()}.
 *
 * @param payloads what the report refers to; their contents are the parts of the frame, in this order
 * @param receipt that of the call which the report is about; absent where it is about none
 */
public record ReportEnvelope(
        Report report,
        List<PayloadHead> payloads,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Receipt receipt) {

    public ReportEnvelope {
        payloads = List.copyOf(payloads);
    }

    public static ReportEnvelope of(Report report, List<Payload> payloads, @Nullable Receipt receipt) {
        return new ReportEnvelope(report, payloads.stream().map(PayloadHead::of).toList(), receipt);
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
