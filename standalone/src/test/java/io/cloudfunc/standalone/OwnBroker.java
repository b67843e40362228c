package io.cloudfunc.standalone;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A RabbitMQ node of one test, which the test may kill, rob of its data and start again at the same port. */
final class OwnBroker implements AutoCloseable {

    private static final String USER = "cloudfunc";
    private static final String PASSWORD = "cloudfunc-test";

    private final Path directory;
    private final int port = freePort();
    private final int distributionPort = freePort();
    private final int epmdPort = freePort();
    private final String node =
            "cloudfunc-test-%s@localhost".formatted(UUID.randomUUID().toString().substring(0, 8));
    private final Process epmd;
    private Process server;

    private OwnBroker(Path directory, String settings) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("environment"), "");
        Files.writeString(directory.resolve("plugins"), "[].");
        Files.writeString(directory.resolve("advanced.config"), "[{rabbit, [{consumer_timeout, undefined}]}].");
        Files.writeString(directory.resolve("rabbitmq.conf"), """
                listeners.tcp.1 = 127.0.0.1:%d
                default_user = %s
                default_pass = %s
                %s
                """.formatted(port, USER, PASSWORD, settings));
        epmd = start(new ProcessBuilder("epmd", "-port", String.valueOf(epmdPort), "-address", "127.0.0.1"));
        server = start(command());
        awaitReady();
    }

    /** @param settings further lines of {@code rabbitmq.conf} */
    static OwnBroker start(Path directory, String settings) {
        try {
            return new OwnBroker(directory, settings);
        } catch (IOException notStarted) {
            throw new UncheckedIOException(notStarted);
        }
    }

    /** For a server of ours. */
    Map<String, String> environment() {
        return Map.of(
                "SPRING_RABBITMQ_HOST",
                "127.0.0.1",
                "SPRING_RABBITMQ_PORT",
                String.valueOf(port),
                "SPRING_RABBITMQ_USERNAME",
                USER,
                "SPRING_RABBITMQ_PASSWORD",
                PASSWORD);
    }

    /** As {@code kill -9}; then what it had stored is deleted, and it starts with nothing. */
    void loseEverything() throws IOException, InterruptedException {
        server.destroyForcibly();
        server.waitFor();
        try (var stored = Files.walk(directory.resolve("mnesia"))) {
            for (var path : stored.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        server = start(command());
        awaitReady();
    }

    /** Beyond so much of its memory it holds back publishers; such as {@code 0.4} or {@code absolute 1MiB}. */
    void memoryMark(String mark) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("set_vm_memory_high_watermark"));
        words.addAll(List.of(mark.split(" ")));
        control(words);
    }

    /** A user that may use nothing but what the patterns name. */
    void addUser(String name, String password, String configure, String write, String read)
            throws IOException, InterruptedException {
        control(List.of("add_user", name, password));
        control(List.of("set_permissions", name, configure, write, read));
    }

    private void control(List<String> words) throws IOException, InterruptedException {
        var all = new ArrayList<>(words);
        all.addFirst(
                Path.of(RealParts.brokerScript()).resolveSibling("rabbitmqctl").toString());
        var command = new ProcessBuilder(all);
        command.environment().putAll(environmentOfNode());
        if (start(command).waitFor() != 0) {
            throw new IllegalStateException("%s failed: see %s".formatted(words.getFirst(), log()));
        }
    }

    /** The most memory that it ever had, in MiB. */
    long mostMemoryMiB() throws IOException {
        return ProcessMemory.mostMiB(server);
    }

    /** Messages in a queue that nobody has taken. */
    long waitingIn(String queue) throws IOException, TimeoutException {
        try (var connection = client().newConnection();
                var channel = connection.createChannel()) {
            return channel.messageCount(queue);
        }
    }

    /** How often it was short of memory. */
    long memoryAlarms() throws IOException {
        try (var lines = Files.lines(log())) {
            return lines.filter(line -> line.contains("memory resource limit alarm set"))
                    .count();
        }
    }

    private ProcessBuilder command() {
        var command = new ProcessBuilder(RealParts.brokerScript());
        command.environment().putAll(environmentOfNode());
        command.environment()
                .putAll(Map.ofEntries(
                        Map.entry("RABBITMQ_CONFIG_FILE", file("rabbitmq.conf")),
                        Map.entry("RABBITMQ_ADVANCED_CONFIG_FILE", file("advanced.config")),
                        Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", file("plugins")),
                        Map.entry("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
                        Map.entry("RABBITMQ_NODE_PORT", String.valueOf(port)),
                        Map.entry("RABBITMQ_DIST_PORT", String.valueOf(distributionPort)),
                        Map.entry("RABBITMQ_MNESIA_BASE", file("mnesia")),
                        Map.entry("RABBITMQ_LOG_BASE", file("log")),
                        Map.entry("RABBITMQ_LOGS", "-"),
                        Map.entry("RABBITMQ_ALLOW_INPUT", "1"),
                        Map.entry(
                                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                                "-noinput -kernel inet_dist_use_interface {127,0,0,1}")));
        return command;
    }

    private Map<String, String> environmentOfNode() {
        return Map.of(
                "HOME",
                directory.toString(),
                "RABBITMQ_CONF_ENV_FILE",
                file("environment"),
                "RABBITMQ_NODENAME",
                node,
                "ERL_EPMD_PORT",
                String.valueOf(epmdPort),
                "ERL_EPMD_ADDRESS",
                "127.0.0.1");
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private Process start(ProcessBuilder command) throws IOException {
        return command.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private Path log() {
        return directory.resolve("broker.log");
    }

    private void awaitReady() {
        await("the broker: see " + log())
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .until(this::takesConnections);
    }

    private boolean takesConnections() {
        try (var connection = client().newConnection()) {
            return connection.isOpen();
        } catch (IOException | TimeoutException notYet) {
            return false;
        }
    }

    private ConnectionFactory client() {
        return client(USER, PASSWORD);
    }

    ConnectionFactory client(String user, String password) {
        var client = new ConnectionFactory();
        client.setHost("127.0.0.1");
        client.setPort(port);
        client.setUsername(user);
        client.setPassword(password);
        return client;
    }

    /** epmd ends last: the node takes its leave there. */
    @Override
    public void close() throws InterruptedException {
        for (var process : new ArrayList<>(List.of(server, epmd))) {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }
}
