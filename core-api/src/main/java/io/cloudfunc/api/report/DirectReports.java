package io.cloudfunc.api.report;

import io.cloudfunc.api.payload.Payload;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where a worker reports to a command side of its own process, without a way through the broker. */
@FunctionalInterface
public interface DirectReports {

    /**
     * Does not block.
     *
     * @param payloads what the report refers to
     * @return completes when what the report tells is stored; exceptionally if it is refused, or if that is not known:
     *     then it may be reported again
     */
    CompletableFuture<@Nullable Object> record(Report report, List<Payload> payloads);
}
