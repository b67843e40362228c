package io.cloudfunc.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * An installation whose parts are processes on hosts of their own, which share the database, the broker and the engine that
 * its server had.
 */
final class ManyHosts implements AutoCloseable {

    private static final String PORT = "8080";
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private static final List<String> JVM = List.of(
            JAVA.toString(),
            "-XX:+UseSerialGC",
            "-Xmx384m",
            // One that has nothing to do would end, and what it took be told no more.
            "-XX:-UseDynamicNumberOfCompilerThreads",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    /** Where there are many of them on one machine, they must not compile for as long as they run. */
    private static final List<String> COMPILED_SOON = List.of("-XX:TieredStopAtLevel=1");

    private final Installation installation;
    private final HostNetwork network;
    private final Path apps;
    private final List<String> jvm;
    private final List<Node> nodes = new ArrayList<>();

    private ManyHosts(Installation installation, HostNetwork network, List<String> compilation) {
        this.installation = installation;
        this.network = network;
        jvm = Stream.of(JVM, compilation).flatMap(List::stream).toList();
        apps = Path.of(Installation.required(System.getenv(), "CLOUDFUNC_BENCH_APPS"));
    }

    /** Few enough that they may compile as well as they can. */
    static ManyHosts few(Installation installation, HostNetwork network) {
        return new ManyHosts(installation, network, List.of());
    }

    /** For each part a process of its own, and several workers. */
    static ManyHosts many(Installation installation, HostNetwork network) {
        return new ManyHosts(installation, network, COMPILED_SOON);
    }

    /**
     * Command side, query side and router in one process.
     *
     * @param worksWith memory in MiB that the containers of its worker may have together; absent: it has no worker
     */
    Node server(String name, OptionalInt worksWith) throws IOException {
        var settings = database();
        settings.put("CLOUDFUNC_INVOKER_ROLES", worksWith.isPresent() ? "router,worker" : "router");
        worksWith.ifPresent(memoryMiB -> settings.putAll(ofWorker(name, memoryMiB)));
        return start(name, "standalone", settings);
    }

    Node command(String name) throws IOException {
        return start(name, "command-side", database());
    }

    Node query(String name) throws IOException {
        return start(name, "query-side", database());
    }

    Node router(String name) throws IOException {
        var settings = database();
        settings.put("CLOUDFUNC_INVOKER_ROLES", "router");
        return start(name, "invoker", settings);
    }

    /** @param memoryMiB that its containers may have together */
    Node worker(String name, int memoryMiB) throws IOException {
        var settings = ofWorker(name, memoryMiB);
        settings.put("CLOUDFUNC_INVOKER_ROLES", "worker");
        return start(name, "invoker", settings);
    }

    private static Map<String, String> ofWorker(String name, int memoryMiB) {
        return new HashMap<>(Map.of(
                "CLOUDFUNC_WORKER_ID", name,
                "CLOUDFUNC_WORKER_MEMORY", memoryMiB + "MB",
                "CLOUDFUNC_WORKER_PREPARED_NETWORKS", "0",
                "CLOUDFUNC_WORKER_PREPARED_RUNTIMES", "0",
                "CLOUDFUNC_WORKER_PREPARED_SANDBOXES", "0"));
    }

    void awaitReady() throws IOException {
        for (var node : nodes) {
            node.awaitReady();
        }
    }

    /** Something that takes a while. */
    @FunctionalInterface
    interface Doing {
        void run() throws IOException;
    }

    /** Which part of one processor the compilers of all these processes take meanwhile. */
    double compilersDuring(Doing what) throws IOException {
        var before = compilerMillis();
        var began = System.nanoTime();
        what.run();
        var took = Duration.ofNanos(System.nanoTime() - began);
        return (compilerMillis() - before) / (double) took.toMillis();
    }

    private long compilerMillis() {
        return nodes.stream()
                .mapToLong(node -> ProcessTable.compilerTicks(node.pid()) * ProcessTable.MILLIS_OF_TICK)
                .sum();
    }

    /** As the installation is, with that node in the place of its server. */
    Installation at(Node node) {
        return new Installation(
                installation.data(),
                node.url(),
                installation.database(),
                installation.engine(),
                installation.label(),
                installation.broker());
    }

    private Map<String, String> database() {
        return new HashMap<>(Map.of(
                "SPRING_DATASOURCE_URL",
                installation.database().replaceFirst("//127\\.0\\.0\\.1:", "//%s:".formatted(network.ownAddress()))));
    }

    private Node start(String name, String program, Map<String, String> settings) throws IOException {
        var host = network.addHost();
        var data = Files.createDirectories(installation.data().resolve("hosts").resolve(name));
        var log = installation.data().resolve("logs").resolve(name + ".log");
        var environment = new HashMap<>(settings);
        environment.putAll(Map.of(
                "SERVER_ADDRESS", host.address(),
                "SERVER_PORT", PORT,
                "SPRING_RABBITMQ_HOST", network.ownAddress(),
                "CLOUDFUNC_NODE_ID", name,
                "CLOUDFUNC_DATA_DIR", data.toString(),
                "CLOUDFUNC_IDENTITY_ADMIN_KEY_FILE",
                        installation.data().resolve("admin.key").toString(),
                "CLOUDFUNC_SECRETS_KEY_FILE",
                        installation.data().resolve("secrets.key").toString()));
        var command = new ArrayList<>(jvm);
        command.add("-jar");
        command.add(apps.resolve(program).resolve(program + "-exec.jar").toString());
        var record = installation.data().resolve("run").resolve("host-" + name + ".pid");
        var process = host.start(command, environment, log, record);
        var node = new Node(name, process, URI.create("http://%s:%s".formatted(host.address(), PORT)), log);
        nodes.add(node);
        return node;
    }

    /** Workers before those to whom they report. */
    @Override
    public void close() throws IOException {
        var last = nodes.reversed();
        last.forEach(Node::askToStop);
        for (var node : last) {
            node.close();
        }
    }
}
