package io.cloudfunc.spike;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

/** The broker under test: connections to it, quorum queues in it, and what its process takes of the machine. */
final class Broker implements AutoCloseable {

    private static final Map<String, Object> QUORUM = Map.of("x-queue-type", "quorum");
    private static final int DECLARERS = 8;
    private static final double TICKS_PER_MILLI = 0.1;

    private final CachingConnectionFactory factory;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Path process;

    Broker(URI address) {
        factory = new CachingConnectionFactory(address);
        process = processListeningOn(address.getPort());
    }

    /** A connection of its own, as each worker has one. */
    Connection connect() {
        try {
            return factory.getRabbitConnectionFactory().newConnection(threads);
        } catch (IOException | TimeoutException unreachable) {
            throw new IllegalStateException("the broker cannot be reached", unreachable);
        }
    }

    void declare(List<String> queues) {
        onEach(queues, (channel, queue) -> channel.queueDeclare(queue, true, false, false, QUORUM));
    }

    void delete(List<String> queues) {
        onEach(queues, (channel, queue) -> channel.queueDelete(queue));
    }

    /** Resident memory of the broker's process, in MiB. */
    long memoryMiB() {
        return read("status").lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    /** CPU time of the broker's process so far, in milliseconds. */
    double cpuMillis() {
        var fields = read("stat").replaceFirst(".*\\) ", "").split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_MILLI;
    }

    @Override
    public void close() {
        factory.destroy();
        threads.close();
    }

    private interface Deed {
        Object on(Channel channel, String queue) throws IOException;
    }

    private void onEach(List<String> queues, Deed deed) {
        try (var declarers = Executors.newFixedThreadPool(DECLARERS);
                var connection = connect()) {
            var share = Math.ceilDiv(queues.size(), DECLARERS);
            var parts = IntStream.range(0, DECLARERS)
                    .mapToObj(n -> queues.subList(
                            Math.min(queues.size(), n * share), Math.min(queues.size(), (n + 1) * share)))
                    .<Callable<Void>>map(part -> () -> {
                        try (var channel = connection.createChannel()) {
                            for (var queue : part) {
                                deed.on(channel, queue);
                            }
                            return null;
                        }
                    })
                    .toList();
            for (var done : declarers.invokeAll(parts)) {
                done.get();
            }
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private String read(String file) {
        try {
            return Files.readString(process.resolve(file));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** The broker's scripts tell its node the port by an environment variable. */
    private static Path processListeningOn(int port) {
        return ProcessHandle.allProcesses()
                .map(handle -> Path.of("/proc", String.valueOf(handle.pid())))
                .filter(candidate -> isBrokerOn(port, candidate))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no RabbitMQ process of this machine listens on port %d".formatted(port)));
    }

    private static boolean isBrokerOn(int port, Path candidate) {
        try {
            return Files.readString(candidate.resolve("comm")).strip().equals("beam.smp")
                    && Files.readString(candidate.resolve("environ")).contains("RABBITMQ_NODE_PORT=" + port + "\0");
        } catch (IOException notReadable) {
            return false;
        }
    }
}
