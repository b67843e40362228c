package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.report.DirectReports;
import io.cloudfunc.api.report.RecordOutcome;
import io.cloudfunc.api.report.Report;
import io.cloudfunc.api.wire.QueueSpec;
import io.cloudfunc.api.wire.Receipt;
import io.cloudfunc.invoker.broker.ConfirmedPublisher;
import io.cloudfunc.invoker.broker.UnconfirmedException;
import io.cloudfunc.invoker.broker.Verdict;
import io.cloudfunc.invoker.broker.WireJson;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends reports to the command side: to that of this process, if there is one, and where that does not store them, again
 * and again until the broker has them. While few are on their way, an outcome is also told ahead, in a message that nobody
 * keeps: who waits for it need not wait until the broker has stored the report. Does not block.
 */
final class Reports {

    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** Of reports on their way, the outcome's own among them: of more, the broker stores several together. */
    private static final int MOST_TOLD_AHEAD = 4;

    private final ConfirmedPublisher publisher;
    private final WireJson json;
    private final Assignment assignment;
    private final Later later;
    private final @Nullable DirectReports direct;
    private final Set<CompletableFuture<@Nullable Void>> unconfirmed = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param direct of a command side in this process, if there is one */
    Reports(
            ConfirmedPublisher publisher,
            WireJson json,
            Assignment assignment,
            Later later,
            @Nullable DirectReports direct) {
        this.publisher = publisher;
        this.json = json;
        this.assignment = assignment;
        this.later = later;
        this.direct = direct;
    }

    /** One that is about no call. */
    void send(Report report) {
        send(report, List.of(), null);
    }

    /** Completes when the report is stored, or the broker has it; exceptionally only if the worker stops before. */
    CompletableFuture<@Nullable Void> send(Report report, List<Payload> payloads, @Nullable Receipt receipt) {
        var confirmed = new CompletableFuture<@Nullable Void>();
        unconfirmed.add(confirmed);
        if (direct == null) {
            publish(report, payloads, receipt, confirmed);
        } else {
            direct.record(report, payloads).whenComplete((stored, failure) -> {
                if (failure == null) {
                    confirm(confirmed);
                } else {
                    LOG.debug("A report is not stored here and goes to the broker", failure);
                    publish(report, payloads, receipt, confirmed);
                }
            });
        }
        return confirmed;
    }

    private void publish(
            Report report,
            List<Payload> payloads,
            @Nullable Receipt receipt,
            CompletableFuture<@Nullable Void> confirmed) {
        var exchange = assignment.exchangeFor(report);
        var message = json.write(report, payloads, receipt);
        if (report instanceof RecordOutcome
                && unconfirmed.size() <= MOST_TOLD_AHEAD
                && message.length <= QueueSpec.LARGEST_TOLD_AHEAD) {
            tellAhead(exchange, message);
        }
        publish(exchange, message, FIRST_PAUSE, confirmed);
    }

    /** If nobody hears it, the report tells. */
    private void tellAhead(String exchange, byte[] message) {
        publisher.publish(exchange, assignment.names().outcomes(), message).exceptionally(unheard -> null);
    }

    /** Blocks until the report is stored, or the broker has it: then the request that led to it is done; else it is given back. */
    Verdict sendAndAwait(Report report, List<Payload> payloads, @Nullable Receipt receipt) {
        try {
            send(report, payloads, receipt).join();
            return Verdict.DONE;
        } catch (CompletionException workerStops) {
            return Verdict.GIVE_BACK;
        }
    }

    /** Whether all of them are stored, or with the broker, within the limit. */
    boolean flush(Duration limit) throws InterruptedException {
        try {
            CompletableFuture.allOf(unconfirmed.toArray(CompletableFuture<?>[]::new))
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException left) {
            return false;
        }
    }

    /** What is neither stored nor with the broker by now fails. */
    void close() {
        closed = true;
        unconfirmed.forEach(this::fail);
    }

    private void publish(String exchange, byte[] message, Duration pause, CompletableFuture<@Nullable Void> confirmed) {
        if (closed) {
            fail(confirmed);
            return;
        }
        publisher.publish(exchange, assignment.names().reports(), message).whenComplete((done, failure) -> {
            if (failure == null) {
                confirm(confirmed);
            } else if (!closed) {
                LOG.debug("A report is not confirmed, next try in {}", pause, failure);
                later.in(pause, () -> publish(exchange, message, longer(pause), confirmed));
            }
        });
    }

    private void confirm(CompletableFuture<@Nullable Void> confirmed) {
        unconfirmed.remove(confirmed);
        confirmed.complete(null);
    }

    private void fail(CompletableFuture<@Nullable Void> confirmed) {
        unconfirmed.remove(confirmed);
        confirmed.completeExceptionally(new UnconfirmedException("the worker stops", null));
    }

    private static Duration longer(Duration pause) {
        var twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
}
