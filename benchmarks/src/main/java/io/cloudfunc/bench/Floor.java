package io.cloudfunc.bench;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The durable steps of a call that goes through the broker, and nothing around them: the same rows stored for the call and
 * for its end, each commit with whatever waited for it, two hops through durable queues with pipelined confirms, one call
 * into the same warm container. Callers are threads of this process; there is no HTTP, no routing, no view. A call that
 * stays in its process does without the hops, so the platform may be faster than this.
 */
final class Floor implements AutoCloseable {

    private static final String TASKS = "floor.tasks";
    private static final String REPORTS = "floor.reports";

    private final FloorStore store;
    private final Connection broker;
    private final FloorHop tasks;
    private final FloorHop reports;
    private final FloorCommits accepted;
    private final FloorCommits ended;
    private final Wire container;

    /** @param container of the function whose calls are stored in the installation already */
    Floor(Installation installation, UnixDomainSocketAddress container) throws IOException {
        this.container = Wire.to(container);
        broker = connect(installation.broker());
        try {
            store = new FloorStore(installation.database());
            tasks = new FloorHop(broker, TASKS);
            reports = new FloorHop(broker, REPORTS);
            accepted = new FloorCommits("floor-accepted", store.accepting(), call -> tasks.publish(call, () -> {}));
            ended = new FloorCommits("floor-ended", store.ending(), Call::answer);
        } catch (SQLException failed) {
            throw new IOException(failed);
        }
        tasks.consume(this::run);
        reports.consume(ended::add);
    }

    private static Connection connect(BrokerAddress address) throws IOException {
        var factory = new ConnectionFactory();
        factory.setHost(address.host());
        factory.setPort(address.port());
        factory.setUsername(address.user());
        factory.setPassword(address.password());
        try {
            return factory.newConnection("floor");
        } catch (TimeoutException silent) {
            throw new IOException(silent);
        }
    }

    /** A call on its way. It is given along inside this process, and its bytes through the broker. */
    record Call(UUID id, byte[] input, CompletableFuture<byte[]> answered, Runnable acknowledgement) {

        void answer() {
            acknowledgement.run();
            answered.complete(input);
        }

        Call with(byte[] body, Runnable acknowledge) {
            return new Call(id, body, answered, acknowledge);
        }
    }

    /** Returns when the call's end is stored. */
    void call(byte[] input) throws IOException {
        var call = new Call(UUID.randomUUID(), input, new CompletableFuture<>(), () -> {});
        accepted.add(call);
        try {
            call.answered().join();
        } catch (CompletionException failed) {
            throw new IOException(failed.getCause());
        }
    }

    private void run(Call task) {
        try {
            var answer = container.post("/call", task.input());
            reports.publish(task.with(answer.body(), () -> {}), task.acknowledgement());
        } catch (IOException failed) {
            task.answered().completeExceptionally(failed);
        }
    }

    /** What makes a commit durable here. */
    Figures durability() throws IOException {
        return store.durability();
    }

    @Override
    public void close() throws IOException {
        accepted.close();
        ended.close();
        tasks.delete();
        reports.delete();
        broker.close();
        container.close();
        store.close();
    }

    /** Something done with each call, by one thread. */
    interface Step extends Consumer<Call> {}
}
