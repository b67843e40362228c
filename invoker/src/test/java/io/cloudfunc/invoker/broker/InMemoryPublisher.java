package io.cloudfunc.invoker.broker;

import io.cloudfunc.api.report.RecordContainerStarted;
import io.cloudfunc.api.report.RecordContainerStopped;
import io.cloudfunc.api.report.Report;
import io.cloudfunc.api.wire.Receipt;
import io.cloudfunc.api.wire.ReportEnvelope;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The broker of the tests: takes everything, unless it is told to fail or to hold its confirms back. */
public final class InMemoryPublisher implements ConfirmedPublisher {

    public record Published(String exchange, String routingKey, byte[] body) {}

    private final WireJson json = new WireJson();
    private final List<Published> published = new CopyOnWriteArrayList<>();
    private final Queue<CompletableFuture<Void>> held = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean holding;

    /** The next so many messages are lost with their connection. */
    public void failNext(int messages) {
        failures.set(messages);
    }

    /** From now on nothing is confirmed until {@link #confirmAll()}. */
    public void holdConfirms() {
        holding = true;
    }

    public void confirmAll() {
        holding = false;
        for (var future = held.poll(); future != null; future = held.poll()) {
            future.complete(null);
        }
    }

    @Override
    public CompletableFuture<Void> publish(String exchange, String routingKey, byte[] body) {
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return CompletableFuture.failedFuture(new UnconfirmedException("connection lost", null));
        }
        published.add(new Published(exchange, routingKey, body));
        if (holding) {
            var confirm = new CompletableFuture<Void>();
            held.add(confirm);
            return confirm;
        }
        return CompletableFuture.completedFuture(null);
    }

    public List<Published> published() {
        return List.copyOf(published);
    }

    /** The reports among what was published, in order, without what was told ahead of them. */
    public List<Report> reports() {
        return published.stream()
                .filter(message -> !message.routingKey().endsWith(".outcomes"))
                .map(message ->
                        json.read(ReportEnvelope.class, message.body()).head().report())
                .toList();
    }

    public <R extends Report> List<R> reports(Class<R> type) {
        return reports().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Those that came with the reports about calls, in order. */
    public List<@Nullable Receipt> receipts() {
        return published.stream()
                .map(message -> json.read(ReportEnvelope.class, message.body()).head())
                .filter(head -> !(head.report() instanceof RecordContainerStarted))
                .filter(head -> !(head.report() instanceof RecordContainerStopped))
                .<@Nullable Receipt>map(ReportEnvelope::receipt)
                .toList();
    }

    /** Contents of the payloads that came with the last report of that type. */
    public List<byte[]> payloadsOf(Class<? extends Report> type) {
        return published.stream()
                .map(message -> json.read(ReportEnvelope.class, message.body()))
                .filter(message -> type.isInstance(message.head().report()))
                .reduce((earlier, last) -> last)
                .orElseThrow()
                .parts();
    }
}
