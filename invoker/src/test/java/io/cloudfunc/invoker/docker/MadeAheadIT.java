package io.cloudfunc.invoker.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.HostConfig;
import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.function.Contract;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.invoker.engine.Blueprint;
import io.cloudfunc.invoker.engine.OwnedContainer;
import io.cloudfunc.invoker.engine.Prepared;
import io.cloudfunc.invoker.engine.Sandbox;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was made ahead isolates a function as well as what was made for it, and serves it alone. */
class MadeAheadIT extends RealEngine {

    private static final Blueprint NETWORK = new Blueprint.EmptyNetwork(TestEngine.PYTHON);
    private static final Blueprint RUNTIME = new Blueprint.WaitingRuntime(TestEngine.PYTHON, true);
    private static final String SERVER = """
            from http.server import *

            class Hello(BaseHTTPRequestHandler):
                def do_POST(self):
                    self.send_response(200)
                    self.end_headers()
                    self.wfile.write(b"hello")

            HTTPServer(("127.0.0.1", 8080), Hello).serve_forever()
            """;
    private static final Settings SETTINGS =
            limited(256, 0.5, 32, Map.of("GREETING", "hello", "FN_LISTENER", "unix:/elsewhere"));

    @Test
    void a_claimed_runtime_shows_in_the_engines_account_as_one_made_for_the_function() {
        var spec = spec("return event");
        try (var created = ready(spec);
                var claimed = claimed(RUNTIME, spec)) {
            var expected = inspect(created.id()).getHostConfig();
            var actual = inspect(claimed.id()).getHostConfig();

            assertThat(isolation(actual)).isEqualTo(isolation(expected));
            assertThat(actual.getNetworkMode()).isEqualTo("none");
        }
    }

    @Test
    void a_container_in_a_network_of_its_own_differs_in_nothing_else() {
        var spec = spec("return event");
        var network = engine.prepare(NETWORK);
        try (var created = ready(spec);
                var joined = ready(network.claim(spec))) {
            var expected = inspect(created.id()).getHostConfig();
            var actual = inspect(joined.id()).getHostConfig();

            assertThat(isolation(actual)).isEqualTo(isolation(expected));
            assertThat(actual.getNetworkMode()).isEqualTo("container:" + network.id());
            assertThat(inspect(network.id()).getHostConfig().getNetworkMode()).isEqualTo("none");
        }
    }

    @Test
    void a_container_made_for_a_revision_shows_in_the_engines_account_as_one_made_for_a_call() {
        var spec = spec("return event");
        try (var created = ready(spec);
                var claimed = claimed(new Blueprint.WaitingSandbox(spec), spec)) {
            var expected = inspect(created.id()).getHostConfig();
            var actual = inspect(claimed.id()).getHostConfig();

            assertThat(isolation(actual)).isEqualTo(isolation(expected));
            assertThat(actual.getNetworkMode()).isEqualTo("none");
        }
    }

    @Test
    void nothing_of_a_revision_runs_before_its_container_is_claimed() throws IOException {
        var image = images.withProgram("import time; print('begun', flush=True); time.sleep(60)");
        var spec = new SandboxSpec(new FunctionName("guest"), 2, 3, image, Contract.FN, null, SETTINGS);
        try (var waiting = engine.prepare(new Blueprint.WaitingSandbox(spec))) {
            assertThat(processes(waiting.id())).singleElement().asString().startsWith("/cloudfunc-relay wait");

            waiting.claim(spec);

            await().untilAsserted(() -> assertThat(processes(waiting.id()))
                    .singleElement()
                    .asString()
                    .isEqualTo("python3 -u /program.py"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP", "STDIO"})
    void a_container_made_for_a_revision_takes_every_contract(Contract contract) throws IOException {
        var image = images.withProgram(contract == Contract.HTTP ? SERVER : "print('hello')");
        var spec = new SandboxSpec(new FunctionName("guest"), 2, 3, image, contract, null, SETTINGS);
        try (var sandbox = claimed(new Blueprint.WaitingSandbox(spec), spec)) {
            assertThat(result(sandbox)).isEqualToIgnoringNewLines("hello");
        }
    }

    @Test
    void the_holder_of_a_network_can_do_nothing() {
        try (var network = engine.prepare(NETWORK)) {
            var container = inspect(network.id());
            var host = container.getHostConfig();

            assertThat(host.getReadonlyRootfs()).isTrue();
            assertThat(host.getCapDrop()).hasSize(1);
            assertThat(host.getSecurityOpts()).containsExactly("no-new-privileges");
            assertThat(host.getPidsLimit()).isEqualTo(16);
            assertThat(host.getMemorySwap()).isEqualTo(16L << 20);
            assertThat(container.getMounts()).isEmpty();
            assertThat(container.getConfig().getUser()).matches("(\\d{7,}):\\1");
        }
    }

    @Test
    void the_function_finds_itself_as_isolated_in_either() {
        var source = sources.source("""
                import os, threading

                def attempt(path):
                    try:
                        open(path, "w").close()
                        return "written"
                    except OSError as error:
                        return error.strerror

                def status(name):
                    return next(line.split()[1] for line in open("/proc/self/status") if line.startswith(name))

                def handler(event):
                    return {
                        "networks": os.listdir("/sys/class/net"),
                        "code": sorted(os.listdir("/function")),
                        "writes": [attempt("/file"), attempt("/function/function.py"), attempt("/function/new")],
                        "privileges": [status("CapEff"), status("CapBnd"), status("NoNewPrivs")],
                        "processes": [name for name in os.listdir("/proc") if name.isdigit()],
                        "environment": [os.environ[name] for name in ("GREETING", "FN_LISTENER", "FN_FN_ID")],
                    }
                """);
        var spec = TestEngine.spec("guest", source, SETTINGS);

        try (var created = ready(spec);
                var claimed = claimed(RUNTIME, spec);
                var begun = claimed(new Blueprint.WaitingSandbox(spec), spec);
                var joined = claimed(NETWORK, spec)) {
            var expected = result(created);

            assertThat(expected).contains("\"networks\": [\"lo\"]", "\"code\": [\"function.py\"]", "\"hello\"");
            assertThat(result(claimed)).isEqualTo(expected);
            assertThat(result(begun)).isEqualTo(expected);
            assertThat(result(joined)).isEqualTo(expected);
        }
    }

    @Test
    void each_has_a_user_of_its_own() {
        var spec = spec("return event");
        try (var one = claimed(RUNTIME, spec);
                var two = claimed(RUNTIME, spec);
                var network = engine.prepare(NETWORK)) {
            var users = List.of(
                    user(one), user(two), inspect(network.id()).getConfig().getUser());

            assertThat(users).doesNotHaveDuplicates();
        }
    }

    @Test
    void what_one_function_used_no_other_ever_does() throws IOException {
        var waiting = engine.prepare(RUNTIME);
        try (var first = ready(waiting.claim(spec("return 'first'")))) {
            assertThat(result(first)).isEqualTo("\"first\"");
        }

        assertThat(engine.owned()).isEmpty();
        assertThat(directories()).isEmpty();
        assertThat(volumes()).isEmpty();
    }

    @Test
    void containers_of_functions_never_share_a_network() {
        var spec = spec("return event");
        try (var one = claimed(NETWORK, spec);
                var two = claimed(NETWORK, spec)) {
            assertThat(inspect(one.id()).getHostConfig().getNetworkMode())
                    .isNotEqualTo(inspect(two.id()).getHostConfig().getNetworkMode());
        }
    }

    @Test
    void takes_a_whole_tree_of_code() throws IOException {
        var source = sources.source("from pack.part import answer\n\ndef handler(event):\n    return answer\n");
        Files.createDirectories(source.resolve("pack"));
        Files.writeString(source.resolve("pack/part.py"), "answer = 42\n");

        try (var sandbox = claimed(RUNTIME, TestEngine.spec("guest", source))) {
            assertThat(result(sandbox)).isEqualTo("42");
        }
    }

    @Test
    void a_killed_workers_next_process_knows_whose_they_were_and_removes_them_all() throws IOException {
        var spec = spec("return event");
        var claimed = claimed(RUNTIME, spec);
        var joined = claimed(NETWORK, spec);
        var begun = claimed(new Blueprint.WaitingSandbox(spec), spec);
        var unclaimed = List.of(
                engine.prepare(RUNTIME), engine.prepare(NETWORK), engine.prepare(new Blueprint.WaitingSandbox(spec)));

        try (var next = TestEngine.open(settings)) {
            var owned = next.owned();
            assertThat(owned).hasSize(7);
            assertThat(owned)
                    .filteredOn(container -> spec.tenant().equals(container.tenant()))
                    .extracting(OwnedContainer::container)
                    .containsExactlyInAnyOrder(claimed.id(), joined.id(), begun.id());
            assertThat(owned)
                    .filteredOn(container -> container.tenant() == null)
                    .extracting(OwnedContainer::container)
                    .containsAll(unclaimed.stream().map(Prepared::id).toList());

            owned.forEach(container -> next.remove(container.container()));

            assertThat(next.owned()).isEmpty();
            assertThat(directories()).isEmpty();
        }
    }

    private List<String> processes(ContainerId container) {
        return Stream.of(outside.working()
                        .topContainerCmd(container.value())
                        .withPsArgs("-o pid,args")
                        .exec()
                        .getProcesses())
                .map(process -> process[1])
                .toList();
    }

    private Sandbox claimed(Blueprint blueprint, SandboxSpec spec) {
        return ready(engine.prepare(blueprint).claim(spec));
    }

    private static Sandbox ready(Sandbox sandbox) {
        sandbox.start();
        sandbox.awaitReady(LONG);
        return sandbox;
    }

    private SandboxSpec spec(String handler) {
        return TestEngine.spec("guest", sources.handler(handler), SETTINGS);
    }

    private static Settings limited(int memoryMiB, double cpus, int pids, Map<String, String> environment) {
        var rest = Settings.DEFAULT;
        return new Settings(
                memoryMiB,
                cpus,
                pids,
                rest.tmpMiB(),
                rest.timeout(),
                rest.warmFor(),
                rest.concurrency(),
                rest.maxContainers(),
                rest.network(),
                environment,
                rest.labels());
    }

    private String user(Sandbox sandbox) {
        return inspect(sandbox.id()).getConfig().getUser();
    }

    /** All but the network and what is different for each container. */
    private static List<Object> isolation(HostConfig host) {
        return List.of(
                host.getReadonlyRootfs(),
                List.of(host.getCapDrop()),
                List.of(host.getSecurityOpts()),
                host.getPrivileged(),
                host.getIpcMode(),
                host.getPidMode(),
                host.getPidsLimit(),
                host.getMemory(),
                host.getMemorySwap(),
                host.getShmSize(),
                host.getNanoCPUs(),
                List.of(host.getUlimits()),
                host.getLogConfig().getType(),
                host.getTmpFs());
    }

    private List<Path> directories() throws IOException {
        try (var directories = Files.list(settings.madeAhead())) {
            return directories.toList();
        }
    }
}
